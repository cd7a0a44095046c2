import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './startStack.ts'

const run = promisify(execFile)

const program = `
  import { readLeaveCard } from '@usufruct/sdk/leaveCard/readLeaveCard'
  import { relayLeaveCard } from '@usufruct/sdk/leaveCard/relayLeaveCard'
  const [text, rpcUrl] = process.argv.slice(-2)
  const relayed = await relayLeaveCard(await readLeaveCard(text), { rpcUrl })
  process.stdout.write(JSON.stringify(relayed.chain))
`

/** Uses a leave card in a process that has the card, the ledger’s address and nothing else: no home, no account, no
 * session, no node’s API. */
export const relayAlone = async (card: string, rpcUrl: string): Promise<string> => {
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program, card, rpcUrl],
    { cwd: join(root, 'e2e'), env: { PATH: process.env.PATH ?? '', HOME: join(tmpdir(), 'nobody') } },
  )
  return JSON.parse(stdout)
}
