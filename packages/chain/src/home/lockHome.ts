import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ChainError } from '../chainError.ts'
import { isSameProcess, parseProcessIdentity, processIdentity } from '../processIdentity.ts'

export type HomeLock = { release(): void }

/**
 * One gateway per home: two writers of one journal would lose transactions.
 * A gateway whose parent was just killed is still writing its last snapshot, so a living holder is given
 * `patienceMs` to end before the home counts as in use.
 */
export async function lockHome(directory: string, patienceMs: number): Promise<HomeLock> {
  const path = join(directory, 'gateway.json')
  const mine = processIdentity(process.pid)
  if (mine === undefined) {
    throw new ChainError('HOME_UNUSABLE', 'This process cannot see its own start time.', {
      hint: 'On Linux /proc must be mounted; on macOS `ps` must be on the PATH.',
    })
  }
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, JSON.stringify(mine), { mode: 0o600 })
  try {
    const deadline = Date.now() + patienceMs
    for (;;) {
      if (tryLink(temporary, path)) break
      const holder = parseProcessIdentity(readOrEmpty(path))
      if (holder === undefined || !isSameProcess(holder)) {
        rmSync(path, { force: true })
      } else if (Date.now() >= deadline) {
        throw new ChainError('HOME_IN_USE', `Another chain (pid ${holder.pid}) is running from this home.`, {
          values: { pid: holder.pid, file: path },
          hint: 'Stop that one first, or start with another --home.',
        })
      } else {
        await delay(25)
      }
    }
  } finally {
    rmSync(temporary, { force: true })
  }
  return { release: () => rmSync(path, { force: true }) }
}

/** link(2), unlike a create followed by a write, never shows anyone an empty lock. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
