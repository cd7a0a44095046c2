import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { processStart } from './processStart.ts'

export type HomeLock = { release: () => void }

const homeLocked = (home: string, pid: number) =>
  new UsufructError({
    code: 'HOME_LOCKED',
    kind: 'conflict',
    message: `Another keeper (process ${pid}) is using ${home}.`,
    hint: 'Stop it first, or give this one a home of its own.',
    details: { home, pid },
  })

function readOwner(path: string): { text: string; pid: number; start: string } | null {
  try {
    const text = readFileSync(path, 'utf8')
    const [pid = '', start = ''] = text.split('\n')
    return { text, pid: Number(pid), start }
  } catch {
    return null
  }
}

/**
 * One keeper for one home: two would each overwrite what the other has appended. The lock names its owner's
 * pid and start time, so that one left behind by a killed keeper is taken over.
 *
 * @throws UsufructError `HOME_LOCKED`
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'lock')
  const mine = join(home, `lock.${process.pid}`)
  const start = processStart(process.pid)
  if (start === null)
    throw new UsufructError({
      code: 'HOME_UNUSABLE',
      kind: 'unreachable',
      message: 'This process cannot see its own start time, so it cannot lock its home.',
      hint: 'On Linux /proc must be mounted; on macOS `ps` must be on the PATH.',
    })
  const text = `${process.pid}\n${start}\n`
  writeFileSync(mine, text, { mode: 0o600 })
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, and never over another.
        linkSync(mine, path)
        return { release: () => readOwner(path)?.text === text && rmSync(path, { force: true }) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const owner = readOwner(path)
      if (owner === null) continue
      if (processStart(owner.pid) === owner.start) throw homeLocked(home, owner.pid)
      const stale = `${mine}.stale`
      try {
        renameSync(path, stale)
      } catch {
        continue
      }
      // Someone may have taken the stale lock over since it was read: then this is theirs, and goes back.
      if (readOwner(stale)?.text !== owner.text) linkSync(stale, path)
      rmSync(stale, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}
