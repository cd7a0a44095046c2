import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Address, createPublicClient, createWalletClient, http, parseEther } from 'viem'

export type Geth = {
  rpc: string
  version: string
  /** Gives accounts ether to pay for their transactions with. */
  fund: (accounts: readonly Address[]) => Promise<void>
  stop: () => Promise<void>
}

const options = [
  // A block each second, and not with each transaction: its clock would run ahead of ours.
  ...['--dev', '--dev.period', '1', '--dev.gaslimit', '30000000'],
  ...['--http', '--http.addr', '127.0.0.1', '--http.port', '0', '--http.api', 'eth,net,web3'],
  ...['--ipcdisable', '--nodiscover', '--maxpeers', '0', '--port', '0', '--authrpc.port', '0'],
]

/** A chain of geth's own in a folder that goes with it. `scripts/test.mjs` says where geth is. */
export const startGeth = async (): Promise<Geth> => {
  const path = process.env.GETH_PATH
  if (!path) throw new Error('GETH_PATH names no geth: run this with `npm test -- geth`.')
  const folder = await mkdtemp(join(tmpdir(), 'usufruct geth '))
  const child = spawn(path, [...options, '--datadir', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  let said = ''
  // Read to the end: what cannot write its log stands still.
  const lines = createInterface({ input: child.stderr })
  const rpc = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    lines.on('line', (line) => {
      said = `${said}${line}\n`.slice(-4_000)
      const found = /HTTP server started\s+endpoint=(\S+)/.exec(line)
      if (found) resolve(`http://${found[1]}`)
    })
    lines.once('close', () => reject(new Error(`geth ended before it listened:\n${said}`)))
  })
  const client = createPublicClient({ transport: http(rpc), pollingInterval: 100 })
  const wallet = createWalletClient({ transport: http(rpc) })
  return {
    rpc,
    version: await client.request({ method: 'web3_clientVersion' }),
    fund: async (accounts) => {
      const [rich] = await wallet.getAddresses()
      if (!rich) throw new Error('geth has no account of its own')
      const value = parseEther('1')
      const sent = await Promise.all(
        accounts.map((to) => wallet.sendTransaction({ account: rich, chain: null, to, value })),
      )
      for (const hash of sent) await client.waitForTransactionReceipt({ hash })
    },
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}
