import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isSameProcess, parseProcessIdentity } from '@usufruct/sdk/home/processIdentity.node'

/**
 * Ends the chain that a killed gateway left behind (see endWithUs, which may not have been in time). It is told from a stranger with the same pid by its start
 * time. Nothing is lost with it: all it knows is in the journal.
 */
export async function endOrphan(directory: string): Promise<number | undefined> {
  const path = join(directory, 'anvil.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  const orphan = parseProcessIdentity(text)
  const ended = orphan !== undefined && isSameProcess(orphan) ? orphan : undefined
  if (ended !== undefined) {
    process.kill(ended.pid, 'SIGKILL')
    while (isSameProcess(ended)) await delay(5)
  }
  rmSync(path, { force: true })
  return ended?.pid
}
