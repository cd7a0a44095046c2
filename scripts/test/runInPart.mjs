import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Runs a program and prints its lines with the part's name before them, so that parts can run side by side.
 * Resolves with its exit code and everything it said on standard output. */
export const runInPart = (part, command, parameters, options) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    const lead = `${part.padEnd(9)} │ `
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      if (line.trim() !== '') process.stdout.write(`${lead}${line}\n`)
    })
    createInterface({ input: child.stderr }).on('line', (line) => process.stderr.write(`${lead}${line}\n`))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, said: said.join('\n') }))
  })
