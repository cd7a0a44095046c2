import { execFileSync } from 'node:child_process'

/** A process and everything it started, directly or not, also what has a group of its own. */
export const treeOf = (root: number): number[] => {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  const tree = [root]
  for (const at of tree) for (const [pid, parent] of table) if (parent === at) tree.push(pid)
  return tree
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** All at once and without a warning, as a power cut would. */
export const killAtOnce = (pids: readonly number[]): void => {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was gone already.
    }
}
