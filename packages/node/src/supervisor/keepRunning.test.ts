import { expect, test } from 'vitest'
import { keepRunning, type Part } from './keepRunning.ts'

const fakePart = () => {
  let end: () => void = () => undefined
  const exited = new Promise<void>((resolve) => {
    end = resolve
  })
  let stopped = 0
  const part: Part = {
    exited,
    stop: async () => {
      stopped++
      end()
    },
  }
  return { part, end: () => end(), stopped: () => stopped }
}

test('a process that ends by itself is started again', async () => {
  const first = fakePart()
  const second = fakePart()
  const started = new Promise<void>((resolve) => {
    keepRunning(first.part, {
      restart: async () => {
        resolve()
        return second.part
      },
      onRestart: () => undefined,
    })
  })
  first.end()
  await started
})

test('a process that is stopped stays stopped', async () => {
  const only = fakePart()
  let restarts = 0
  const kept = keepRunning(only.part, {
    restart: async () => {
      restarts++
      return fakePart().part
    },
    onRestart: () => undefined,
  })
  await kept.stop()
  expect(only.stopped()).toBe(1)
  expect(restarts).toBe(0)
})

test('one that cannot be started again is a failure with its reason', async () => {
  const only = fakePart()
  const { failed } = keepRunning(only.part, {
    restart: async () => {
      throw new Error('no disk')
    },
    onRestart: () => undefined,
  })
  only.end()
  expect(await failed).toContain('no disk')
})

test('one that ends again and again is given up', async () => {
  const ended = () => {
    const part = fakePart()
    part.end()
    return part.part
  }
  const { failed } = keepRunning(ended(), { restart: async () => ended(), onRestart: () => undefined })
  expect(await failed).toContain('within a minute')
}, 20_000)
