import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { UsufructError } from '../domain/errors.ts'
import { isSameProcess, parseProcessIdentity, processIdentity } from './processIdentity.node.ts'

export type HomeLock = { release: () => void }

export type LockHomeParameters = {
  home: string
  /** What uses the home, for the message: “keeper”, “DAO”. */
  what: string
  /** How long a living holder is given to end: one whose parent was just killed is still finishing. */
  patienceMs?: number
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** link(2), unlike a create followed by a write, shows a lock whole or not at all, and never over another. */
const tryLink = (from: string, to: string): boolean => {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const identifyMyself = () => {
  const identity = processIdentity(process.pid)
  if (identity) return identity
  throw new UsufructError({
    code: 'HOME_UNUSABLE',
    kind: 'unreachable',
    message: 'This process cannot see its own start time, so it cannot lock its home.',
    hint: 'On Linux /proc must be mounted; on macOS `ps` must be on the PATH.',
  })
}

/** Takes a lock away that nobody holds, unless somebody took it over since it was read. */
const removeStale = (path: string, held: string, aside: string) => {
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (read(aside) !== held) tryLink(aside, path)
  rmSync(aside, { force: true })
}

/**
 * One process for one home: what lies there survives one opener, not two. The lock names its owner's pid and
 * start time, so that one left behind by a killed process is taken over, and a pid that was given out again is
 * not mistaken for the owner.
 *
 * @throws UsufructError `HOME_LOCKED` with the owner's pid, `HOME_UNUSABLE`
 */
export const lockHome = async ({ home, what, patienceMs = 0 }: LockHomeParameters): Promise<HomeLock> => {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'lock')
  const mine = join(home, `lock.${process.pid}`)
  const text = `${JSON.stringify(identifyMyself())}\n`
  const deadline = Date.now() + patienceMs
  writeFileSync(mine, text, { mode: 0o600 })
  try {
    for (;;) {
      if (tryLink(mine, path)) return { release: () => read(path) === text && rmSync(path, { force: true }) }
      const held = read(path)
      if (held === null) continue
      const owner = parseProcessIdentity(held)
      if (!owner || !isSameProcess(owner)) {
        removeStale(path, held, `${mine}.stale`)
        continue
      }
      if (Date.now() >= deadline)
        throw new UsufructError({
          code: 'HOME_LOCKED',
          kind: 'conflict',
          message: `Another ${what} (process ${owner.pid}) is using ${home}.`,
          hint: 'Stop it first, or choose another home.',
          details: { home, pid: owner.pid },
        })
      await delay(25)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}
