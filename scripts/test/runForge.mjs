import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Runs the contract tests and reads their number off the last line, which forge has no other way to say. */
export const runForge = (root) =>
  new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/forge'), ['test'], {
      cwd: join(root, 'contracts'),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk)
      said += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: forge colours its summary
      const plain = said.replace(/\u001b\[\d+(?:;\d+)*m/g, '')
      const total = /(\d+) tests passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)\s*$/m.exec(plain)
      if (!total) return resolve({ passed: 0, failed: 1, skipped: 0 })
      const [passed, failed, skipped] = total.slice(1).map(Number)
      resolve({ passed, failed: failed || (code === 0 ? 0 : 1), skipped })
    })
  })
