import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(import.meta.url)

export type TestChain = { rpc: string; stop: () => void }

/** A development chain that takes transactions without fees, on a free port; every transaction makes a block. */
export async function startAnvil(): Promise<TestChain> {
  const wrapper = require.resolve('@foundry-rs/anvil/bin.mjs')
  const free = ['--block-base-fee-per-gas', '0', '--disable-min-priority-fee']
  const child = spawn(process.execPath, [wrapper, '--port', '0', '--accounts', '0', ...free], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Its output is read to the end: a chain that cannot write its log would stop.
  const lines = createInterface({ input: child.stdout })
  const rpc = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /Listening on (\S+)/.exec(line)
      if (found) resolve(`http://${found[1]}`)
    })
    lines.once('close', () => reject(new Error('anvil ended before it listened')))
  })
  const stop = () => void child.kill('SIGTERM')
  process.once('exit', stop)
  return { rpc, stop }
}
