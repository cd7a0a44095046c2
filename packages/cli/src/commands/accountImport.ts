import type { Command } from 'commander'
import type { Hex } from 'viem'
import type { Cli } from '../cli.ts'
import { addressOf, keepAccount } from '../home/accounts.ts'

export const addAccountImport = (account: Command, cli: Cli): Command =>
  account
    .command('import')
    .description('keep an account whose key comes on standard input: 0x and hex, or an exported file')
    .argument('<name>', 'what to call it here')
    .action(async (name: string) => {
      const key = keyIn(await cli.io.readStdin())
      addressOf(key)
      const { address } = await keepAccount(cli.home(), name, key)
      cli.print({ name, address }, () => `${name} is ${cli.style.bold(address)}.\n`)
    })

/** A key never stands on a command line, where every process could read it. */
const keyIn = (text: string): Hex => {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{'))
    return (trimmed.startsWith('0x') ? trimmed : `0x${trimmed}`).toLowerCase() as Hex
  try {
    const { privateKey } = JSON.parse(trimmed) as { privateKey?: unknown }
    return String(privateKey).toLowerCase() as Hex
  } catch {
    // Whoever asks for its address says what is wrong, without the key in it.
    return '0x'
  }
}
