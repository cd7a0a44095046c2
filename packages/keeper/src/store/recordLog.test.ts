import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { newHome, removeHome } from '../testing/keeperKit.ts'
import { openRecordLog } from './recordLog.ts'

const schema = z.object({ n: z.number() })
let home: string
let path: string
beforeEach(() => {
  home = newHome()
  path = join(home, 'test.log')
})
afterEach(() => removeHome(home))

async function written(...batches: number[][]) {
  const { log } = await openRecordLog(path, schema)
  await Promise.all(batches.map((batch) => log.append(batch.map((n) => ({ n })))))
  return log
}
const read = async () => {
  const { log, records } = await openRecordLog(path, schema)
  await log.close()
  return records.map(({ n }) => n)
}

test('gives back what was appended, in order, for its owner only', async () => {
  await (await written([1, 2], [3], [], [4])).close()
  expect(await read()).toEqual([1, 2, 3, 4])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('goes on after a rewrite', async () => {
  const log = await written([1], [2])
  await log.rewrite([{ n: 9 }])
  await log.append([{ n: 10 }])
  await log.close()
  expect(await read()).toEqual([9, 10])
})

test('a batch that was cut off anywhere is left out whole, kept aside, and appending goes on', async () => {
  await (await written([1, 2], [3, 4, 5])).close()
  const whole = readFileSync(path)
  await (await written()).close()
  const firstEnd = 12 + whole.readUInt32LE(0)
  for (let size = firstEnd + 1; size < whole.length; size++) {
    writeFileSync(path, whole.subarray(0, size))
    expect(await read(), `${size} bytes`).toEqual([1, 2])
    expect(existsSync(`${path}.torn-${firstEnd}`)).toBe(true)
  }
  await (await written([6])).close()
  expect(await read()).toEqual([1, 2, 6])
})

test('room that the file system made and never filled is no record', async () => {
  await (await written([1])).close()
  appendFileSync(path, Buffer.alloc(300))
  expect(await read()).toEqual([1])
})

test('damage with records behind it stops the keeper instead of losing them', async () => {
  await (await written([1, 2], [3])).close()
  const whole = readFileSync(path)
  const firstEnd = 12 + whole.readUInt32LE(0)
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: firstEnd - 1 }),
      fc.integer({ min: 0, max: 7 }),
      async (at, bit) => {
        const broken = Buffer.from(whole)
        broken[at] = (broken[at] ?? 0) ^ (1 << bit)
        writeFileSync(path, broken)
        await expect(read()).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
      },
    ),
    { numRuns: 50 },
  )
  truncateSync(path, 0)
  expect(await read()).toEqual([])
})
