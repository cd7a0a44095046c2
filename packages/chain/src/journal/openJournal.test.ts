import { appendFile, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type JournalFile, openJournal } from './openJournal.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal '))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const block = (timestamp: number, ...raws: `0x${string}`[]) => ({ type: 'block' as const, timestamp, raws })
const firstSegment = () => join(directory, 'journal-000000000001.log')

async function writeThree() {
  const journal = await openJournal({ directory })
  await journal.append(block(10, '0x01', '0x02'))
  await journal.append(block(11, '0x03'))
  await journal.append({ type: 'void', block: 2, indexes: [0] })
  await journal.close()
}

test('what was appended is read back after opening again, numbered from 1', async () => {
  await writeThree()
  const journal = await openJournal({ directory })
  expect(journal.lastSeq()).toBe(3)
  expect(await journal.readAfter(0)).toEqual([
    { type: 'block', seq: 1, timestamp: 10, raws: ['0x01', '0x02'] },
    { type: 'block', seq: 2, timestamp: 11, raws: ['0x03'] },
    { type: 'void', seq: 3, block: 2, indexes: [0] },
  ])
  expect((await journal.readAfter(2)).map(({ seq }) => seq)).toEqual([3])
  await journal.close()
})

test('segments are dropped only when all their records are covered', async () => {
  const journal = await openJournal({ directory })
  await journal.append(block(1, '0x01'))
  await journal.append(block(2, '0x02'))
  await journal.startSegment()
  await journal.startSegment()
  await journal.append(block(3, '0x03'))
  await journal.dropThrough(1)
  expect(journal.firstSeq()).toBe(1)
  await journal.dropThrough(2)
  expect(journal.firstSeq()).toBe(3)
  expect((await journal.readAfter(0)).map(({ seq }) => seq)).toEqual([3])
  await journal.close()
  expect(await readdir(directory)).toEqual(['journal-000000000003.log'])

  const again = await openJournal({ directory })
  expect([again.firstSeq(), again.lastSeq()]).toEqual([3, 3])
  await again.close()
})

test('an empty last segment remembers the number of the next record', async () => {
  const journal = await openJournal({ directory })
  await journal.append(block(1, '0x01'))
  await journal.startSegment()
  await journal.dropThrough(1)
  await journal.close()
  const again = await openJournal({ directory })
  expect((await again.append(block(2, '0x02'))).seq).toBe(2)
  await again.close()
})

test('a record torn at any byte is set aside, and appending goes on after the last whole one', async () => {
  await writeThree()
  const whole = await readFile(firstSegment())
  const lastStart = whole.lastIndexOf(0x0a, whole.length - 2) + 1
  for (let length = lastStart + 1; length < whole.length; length++) {
    await writeFile(firstSegment(), whole)
    await truncate(firstSegment(), length)
    const torn: number[] = []
    const journal = await openJournal({ directory, onTorn: ({ bytes }) => torn.push(bytes) })
    expect(journal.lastSeq()).toBe(2)
    expect(torn).toEqual([length - lastStart])
    expect(await readFile(`${firstSegment()}.torn`)).toEqual(whole.subarray(lastStart, length))
    expect((await journal.append(block(12, '0x04'))).seq).toBe(3)
    await journal.close()
  }
})

test('a tail of zeros, as a power cut may leave, is torn', async () => {
  await writeThree()
  await appendFile(firstSegment(), Buffer.alloc(300))
  const journal = await openJournal({ directory })
  expect(journal.lastSeq()).toBe(3)
  await journal.close()
})

test('any flipped bit is an error or a torn tail, never another record', async () => {
  await writeThree()
  const whole = await readFile(firstSegment())
  const expected = await openJournal({ directory }).then(async (journal) => {
    const records = await journal.readAfter(0)
    await journal.close()
    return records
  })
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (byte, bit) => {
      const damaged = Buffer.from(whole)
      damaged[byte] = (damaged[byte] as number) ^ (1 << bit)
      await writeFile(firstSegment(), damaged)
      try {
        const journal = await openJournal({ directory })
        const records = await journal.readAfter(0)
        await journal.close()
        // Only the last line feed can turn into the look of an interrupted write.
        expect(byte).toBe(whole.length - 1)
        expect(records).toEqual(expected.slice(0, 2))
      } catch (error) {
        expect(error).toMatchObject({ code: 'JOURNAL_CORRUPT', values: { file: firstSegment() } })
        expect(await readFile(firstSegment())).toEqual(damaged)
      }
    }),
    { numRuns: 300 },
  )
})

test('a missing segment is named', async () => {
  const journal = await openJournal({ directory })
  for (let seq = 1; seq <= 3; seq++) {
    await journal.append(block(seq, '0x01'))
    await journal.startSegment()
  }
  await journal.close()
  await rm(join(directory, 'journal-000000000002.log'))
  await expect(openJournal({ directory })).rejects.toMatchObject({
    code: 'JOURNAL_MISSING',
    values: { expected: 2, found: 3 },
  })
})

test('a torn record in any but the last segment is corruption', async () => {
  const journal = await openJournal({ directory })
  await journal.append(block(1, '0x01'))
  await journal.startSegment()
  await journal.close()
  await truncate(firstSegment(), 30)
  await expect(openJournal({ directory })).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' })
})

/** A file on a disk that takes `room` bytes more, then none. */
async function onSmallDisk(path: string, room: { bytes: number; syncs: boolean }): Promise<JournalFile> {
  const file = await open(path, 'r+')
  return {
    async write(bytes, offset, length, position) {
      if (room.bytes <= 0)
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      const taken = Math.min(length, room.bytes)
      room.bytes -= taken
      return file.write(bytes, offset, taken, position)
    },
    async datasync() {
      if (!room.syncs) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
      await file.datasync()
    },
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  }
}

test('on a full disk nothing half-written stays, and it goes on when there is room', async () => {
  const room = { bytes: 200, syncs: true }
  const journal = await openJournal({ directory, open: (path) => onSmallDisk(path, room) })
  await journal.append(block(1, '0x01'))
  const before = await readFile(firstSegment())
  await expect(journal.append(block(2, `0x${'02'.repeat(200)}`))).rejects.toMatchObject({
    code: 'JOURNAL_WRITE_FAILED',
    values: { file: firstSegment() },
  })
  expect(await readFile(firstSegment())).toEqual(before)
  expect(journal.lastSeq()).toBe(1)
  room.bytes = 10_000
  expect((await journal.append(block(2, '0x02'))).seq).toBe(2)
  await journal.close()
  const again = await openJournal({ directory })
  expect((await again.readAfter(0)).map(({ seq }) => seq)).toEqual([1, 2])
  await again.close()
})

test('what could not be synced is not in the journal, also when it cannot be cut off at once', async () => {
  const room = { bytes: 10_000, syncs: true }
  const journal = await openJournal({ directory, open: (path) => onSmallDisk(path, room) })
  await journal.append(block(1, '0x01'))
  room.syncs = false
  await expect(journal.append(block(2, '0x0bad'))).rejects.toMatchObject({ code: 'JOURNAL_WRITE_FAILED' })
  expect((await journal.readAfter(0)).map(({ seq }) => seq)).toEqual([1])
  room.syncs = true
  await journal.append(block(3, '0x02'))
  expect(await journal.readAfter(1)).toEqual([{ type: 'block', seq: 2, timestamp: 3, raws: ['0x02'] }])
  await journal.close()
})

test('a segment that cannot be begun leaves the one before in use', async () => {
  let refuse = false
  const journal = await openJournal({
    directory,
    open: (path) => (refuse ? Promise.reject(new Error('EMFILE')) : open(path, 'r+')),
  })
  await journal.append(block(1, '0x01'))
  refuse = true
  await expect(journal.startSegment()).rejects.toThrow('EMFILE')
  await journal.append(block(2, '0x02'))
  await journal.close()
  const again = await openJournal({ directory })
  expect(again.lastSeq()).toBe(2)
  await again.close()
})

test('whatever is appended over any segments is read back', async () => {
  const hex = fc
    .uint8Array({ minLength: 1, maxLength: 64 })
    .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as const)
  const step = fc.oneof(
    fc.array(hex, { minLength: 1, maxLength: 4 }),
    fc.constant('segment' as const),
    fc.constant('reopen' as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      await rm(directory, { recursive: true, force: true })
      directory = await mkdtemp(join(tmpdir(), 'journal '))
      const appended: string[][] = []
      let journal = await openJournal({ directory })
      for (const now of steps) {
        if (now === 'segment') await journal.startSegment()
        else if (now === 'reopen') {
          await journal.close()
          journal = await openJournal({ directory })
        } else {
          await journal.append(block(appended.length, ...now))
          appended.push(now)
        }
      }
      const records = await journal.readAfter(0)
      await journal.close()
      expect(records).toEqual(
        appended.map((raws, index) => ({ type: 'block', seq: index + 1, timestamp: index, raws })),
      )
    }),
    { numRuns: 40 },
  )
})
