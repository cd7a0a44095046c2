import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsufructError } from '../domain/errors.ts'
import { isSameProcess, parseProcessIdentity, processIdentity } from './processIdentity.node.ts'

export type HomeLock = { release: () => void }

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
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

/**
 * One process for one home: what lies there survives one opener, not two. The lock names its owner's pid and
 * start time, so that one left behind by a killed process is taken over, and a pid that was given out again is
 * not mistaken for the owner.
 *
 * @param what What uses the home, for the message: “keeper”, “DAO”.
 * @throws UsufructError `HOME_LOCKED` with the owner's pid, `HOME_UNUSABLE`
 */
export const lockHome = (home: string, what: string): HomeLock => {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'lock')
  const mine = join(home, `lock.${process.pid}`)
  const text = `${JSON.stringify(identifyMyself())}\n`
  writeFileSync(mine, text, { mode: 0o600 })
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, and never over another.
        linkSync(mine, path)
        return { release: () => read(path) === text && rmSync(path, { force: true }) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const held = read(path)
      if (held === null) continue
      const owner = parseProcessIdentity(held)
      if (owner && isSameProcess(owner))
        throw new UsufructError({
          code: 'HOME_LOCKED',
          kind: 'conflict',
          message: `Another ${what} (process ${owner.pid}) is using ${home}.`,
          hint: 'Stop it first, or choose another home.',
          details: { home, pid: owner.pid },
        })
      const stale = `${mine}.stale`
      try {
        renameSync(path, stale)
      } catch {
        continue
      }
      // Somebody may have taken the stale lock over since it was read: then this is theirs, and goes back.
      if (read(stale) !== held) linkSync(stale, path)
      rmSync(stale, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}
