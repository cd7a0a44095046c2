import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

/** A development chain on a free port, without accounts; every transaction makes a block. */
export const startAnvil = async (): Promise<{ rpc: string; stop: () => void }> => {
  const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/bin.mjs')
  const child = spawn(process.execPath, [wrapper, '--port', '0', '--accounts', '0'], {
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
  return { rpc, stop: () => void child.kill('SIGTERM') }
}
