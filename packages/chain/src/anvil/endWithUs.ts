import { spawn } from 'node:child_process'

/**
 * Ends a child when this process ends, also by SIGKILL: a shell waits for its stdin to close, as only our death
 * closes it. Returns how to call that off, to be called when the child has ended, before its pid is another's.
 */
export function endWithUs(pid: number): () => void {
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -9 "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of the terminal's reach: a Ctrl-C is ours to answer, in order.
    detached: true,
  })
  // Without a shell the child outlives a kill of ours, until the next start of this home ends it.
  guard.on('error', () => {})
  guard.stdin.on('error', () => {})
  return () => {
    guard.kill('SIGKILL')
  }
}
