import { processIo } from './processIo.ts'
import { run } from './run.ts'

const stop = new AbortController()
let received: NodeJS.Signals | undefined

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => {
    // The second time somebody means it.
    if (received) process.exit(1)
    received = name
    stop.abort()
  })

// `usufruct datasets | head` closes the pipe early, which is nobody’s mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const code = await run(process.argv.slice(2), processIo(), stop.signal)
if (received && code !== 0) {
  // Whoever waits for this process should see that a signal ended it, now that everything is cleaned up.
  process.removeAllListeners(received)
  process.kill(process.pid, received)
} else process.exitCode = code
