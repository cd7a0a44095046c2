import { createInterface } from 'node:readline'
import type { Io } from './io.ts'

/** The process's own streams. https://no-color.org says that NO_COLOR counts when it is not empty. */
export const processIo = (): Io => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
  drawable: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  ask: (question) =>
    new Promise((resolve) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr })
      // A terminal in raw mode sends no signal by itself.
      lines.once('SIGINT', () => {
        process.kill(process.pid, 'SIGINT')
        lines.close()
      })
      // Ctrl-D ends the input: no answer is an answer.
      lines.once('close', () => resolve(''))
      lines.question(question, (answer) => {
        resolve(answer)
        lines.close()
      })
    }),
  readStdin: async () => {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('utf8')
  },
  stdin: () => process.stdin,
})
