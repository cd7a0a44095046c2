import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { createPublicClient, createWalletClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** A development chain on a free port, without accounts, with accounts that have ether when they are asked for. */
export const startTestChain = async (...flags: string[]) => {
  const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/bin.mjs')
  const anvil = spawn(process.execPath, [wrapper, '--port', '0', '--accounts', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Its output is read to the end: a chain that cannot write its log would stop.
  const lines = createInterface({ input: anvil.stdout })
  const rpc = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /Listening on (\S+)/.exec(line)
      if (found) resolve(`http://${found[1]}`)
    })
    lines.once('close', () => reject(new Error('anvil ended before it listened')))
  })
  const publicClient = createPublicClient({ transport: http(rpc), pollingInterval: 20 })
  return {
    publicClient,
    newDeployer: async () => {
      const account = privateKeyToAccount(generatePrivateKey())
      const walletClient = createWalletClient({ account, transport: http(rpc) })
      await publicClient.request({
        method: 'anvil_setBalance' as never,
        params: [account.address, '0x56bc75e2d63100000'] as never,
      })
      return walletClient
    },
    stop: () => void anvil.kill('SIGTERM'),
  }
}

export type TestChain = Awaited<ReturnType<typeof startTestChain>>
