import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockHome } from './lockHome.node.ts'
import { processIdentity } from './processIdentity.node.ts'

let home: string
const children: ChildProcess[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'usufruct home '))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(home, { recursive: true, force: true })
})

const sleeper = () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  children.push(child)
  return child
}
const ownedBy = (child: ChildProcess) =>
  writeFileSync(join(home, 'lock'), JSON.stringify(processIdentity(child.pid as number)))

test('a second opener is refused and told who has the home', async () => {
  const child = sleeper()
  ownedBy(child)
  await expect(lockHome({ home, what: 'DAO' })).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: { home, pid: child.pid },
  })
})

test('a released home can be taken again', async () => {
  const lock = await lockHome({ home, what: 'DAO' })
  await expect(lockHome({ home, what: 'DAO' })).rejects.toMatchObject({ code: 'HOME_LOCKED' })
  lock.release()
  await (await lockHome({ home, what: 'DAO' })).release()
})

test('the lock of a killed process is taken over', async () => {
  const child = sleeper()
  ownedBy(child)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = await lockHome({ home, what: 'DAO' })
  expect(JSON.parse(readFileSync(join(home, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  lock.release()
})

test('a pid that was given out again is not mistaken for the owner', async () => {
  const child = sleeper()
  const identity = processIdentity(child.pid as number)
  writeFileSync(join(home, 'lock'), JSON.stringify({ ...identity, startedAt: 'long ago' }))
  await (await lockHome({ home, what: 'DAO' })).release()
})

test('a torn lock holds nobody up', async () => {
  writeFileSync(join(home, 'lock'), '{"pid":')
  await (await lockHome({ home, what: 'DAO' })).release()
})

test('a holder that is about to end is waited for', async () => {
  const child = sleeper()
  ownedBy(child)
  const waiting = lockHome({ home, what: 'DAO', patienceMs: 30_000 })
  child.kill('SIGKILL')
  await (await waiting).release()
})
