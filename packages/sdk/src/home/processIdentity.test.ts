import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isSameProcess, parseProcessIdentity, processIdentity } from './processIdentity.node.ts'

test('a process is itself, and no longer when it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(child, 'spawn')
  const identity = processIdentity(child.pid as number)
  if (identity === undefined) throw new Error('a running process has an identity')
  expect(isSameProcess(identity)).toBe(true)
  child.stdin.end()
  await once(child, 'exit')
  expect(isSameProcess(identity)).toBe(false)
})

test('another process with the same pid is a stranger', () => {
  const me = processIdentity(process.pid)
  expect(me).toBeDefined()
  expect(isSameProcess({ pid: process.pid, startedAt: `${me?.startedAt}1` })).toBe(false)
})

test('no process has these pids', () => {
  for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 40]) expect(processIdentity(pid)).toBeUndefined()
})

test('an identity survives being written, and a torn file holds none', () => {
  const me = processIdentity(process.pid)
  expect(parseProcessIdentity(JSON.stringify(me))).toEqual(me)
  for (const text of ['', '{"pid":1', 'null', '[]', '{"pid":"1","startedAt":"x"}']) {
    expect(parseProcessIdentity(text)).toBeUndefined()
  }
})
