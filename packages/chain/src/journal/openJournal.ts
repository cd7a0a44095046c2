import { open as openFile, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory, writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { ChainError, reasonOf } from '../chainError.ts'
import { readSegment } from './readSegment.ts'
import { type BlockRecord, encodeRecord, type JournalRecord, type VoidRecord } from './record.ts'

/** The part of a file handle that appending needs; tests give one that fails. */
export type JournalFile = {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>
  datasync(): Promise<void>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

export type JournalEntry = Omit<BlockRecord, 'seq'> | Omit<VoidRecord, 'seq'>

export type Journal = {
  /** Sequence number of the last record, 0 before the first. */
  lastSeq(): number
  /** Sequence number of the oldest record still kept, or of the next one when none is. */
  firstSeq(): number
  /** Returns once the record is on the disk. A failed append leaves the journal as it was. */
  append(entry: JournalEntry): Promise<JournalRecord>
  readAfter(seq: number): Promise<JournalRecord[]>
  /** Ends the current segment, so that it can be dropped once a snapshot covers it. */
  startSegment(): Promise<void>
  /** Deletes the segments whose records are all at or before `seq`. */
  dropThrough(seq: number): Promise<void>
  close(): Promise<void>
}

export type OpenJournalParameters = {
  directory: string
  open?: (path: string) => Promise<JournalFile>
  /** Told of an unfinished last record that was set aside. */
  onTorn?: (details: { file: string; bytes: number; keptAs: string }) => void
}

type Segment = { first: number; path: string }

const segmentName = /^journal-(\d{12})\.log$/

/**
 * Invariants:
 * - sequence numbers rise by one over all segments, and a segment's name is its first;
 * - only the last segment is written, and only at its end;
 * - an entry is either wholly in the journal and synced, or not at all.
 */
export async function openJournal({
  directory,
  open = (path) => openFile(path, 'r+'),
  onTorn,
}: OpenJournalParameters): Promise<Journal> {
  const segments = await listSegments(directory)
  if (segments.length === 0) segments.push(await createSegment(directory, 1))

  let lastSeq = (segments[0] as Segment).first - 1
  let size = 0
  for (const [index, segment] of segments.entries()) {
    if (segment.first !== lastSeq + 1) {
      throw new ChainError(
        'JOURNAL_MISSING',
        `The journal lacks records ${lastSeq + 1} to ${segment.first - 1}.`,
        {
          values: { file: segment.path, expected: lastSeq + 1, found: segment.first },
          hint: `Restore the missing journal files of ${directory} from a backup.`,
        },
      )
    }
    const isLast = index === segments.length - 1
    size = await checkSegment(segment, isLast, onTorn)
    lastSeq = (await recordsOf(segment)).at(-1)?.seq ?? lastSeq
  }

  let current = segments.at(-1) as Segment
  let file = await open(current.path)
  // Set while bytes of a failed append may still lie behind `size`.
  let dirty = false

  async function cutBack(): Promise<void> {
    await file.truncate(size)
    await file.datasync()
    dirty = false
  }

  return {
    lastSeq: () => lastSeq,
    firstSeq: () => (segments[0] as Segment).first,

    async append(entry) {
      const record = { ...entry, seq: lastSeq + 1 } as JournalRecord
      const bytes = encodeRecord(record)
      try {
        if (dirty) await cutBack()
        dirty = true
        for (let written = 0; written < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, written, bytes.length - written, size + written)
          if (bytesWritten === 0) throw new Error('the disk took no bytes')
          written += bytesWritten
        }
        await file.datasync()
        dirty = false
      } catch (error) {
        // When cutting back fails too, the next append tries it again before it writes.
        await cutBack().catch(() => undefined)
        throw new ChainError('JOURNAL_WRITE_FAILED', `The journal cannot be written: ${reasonOf(error)}.`, {
          values: { file: current.path },
          hint: 'Nothing was sent. Free some space on the disk that holds the home and send it again.',
          cause: error,
        })
      }
      size += bytes.length
      lastSeq = record.seq
      return record
    },

    async readAfter(seq) {
      const records: JournalRecord[] = []
      for (const [index, segment] of segments.entries()) {
        const next = segments[index + 1]
        if (next !== undefined && next.first <= seq + 1) continue
        for (const record of await recordsOf(segment)) {
          if (record.seq > seq && record.seq <= lastSeq) records.push(record)
        }
      }
      return records
    },

    async startSegment() {
      if (current.first === lastSeq + 1) return
      const next = await createSegment(directory, lastSeq + 1)
      const nextFile = await open(next.path).catch(async (error: unknown) => {
        await rm(next.path, { force: true })
        throw error
      })
      await file.close()
      segments.push(next)
      current = next
      file = nextFile
      size = 0
      dirty = false
    },

    async dropThrough(seq) {
      while (segments[1] !== undefined && segments[1].first <= seq + 1) {
        await rm((segments[0] as Segment).path, { force: true })
        segments.shift()
      }
    },

    close: () => file.close(),
  }
}

async function listSegments(directory: string): Promise<Segment[]> {
  const segments: Segment[] = []
  for (const name of (await readdir(directory)).sort()) {
    const match = segmentName.exec(name)
    if (match !== null) segments.push({ first: Number(match[1]), path: join(directory, name) })
  }
  return segments
}

async function createSegment(directory: string, first: number): Promise<Segment> {
  const path = join(directory, `journal-${String(first).padStart(12, '0')}.log`)
  try {
    const file = await openFile(path, 'a', 0o600)
    try {
      await file.sync()
    } finally {
      await file.close()
    }
    await syncDirectory(directory)
  } catch (error) {
    // The records that now go on into the segment before would contradict its name.
    await rm(path, { force: true })
    throw error
  }
  return { first, path }
}

async function recordsOf(segment: Segment): Promise<JournalRecord[]> {
  return readSegment(await readFile(segment.path)).records
}

/** Makes sure a segment is whole, setting aside an unfinished last record. Returns its size in bytes. */
async function checkSegment(
  segment: Segment,
  isLast: boolean,
  onTorn: OpenJournalParameters['onTorn'],
): Promise<number> {
  const bytes = await readFile(segment.path)
  const { records, goodBytes, damage } = readSegment(bytes)
  const misnumbered = records.findIndex((record, index) => record.seq !== segment.first + index)
  if (misnumbered !== -1 || damage === 'corrupt' || (damage === 'torn' && !isLast)) {
    const seq = segment.first + (misnumbered === -1 ? records.length : misnumbered)
    throw new ChainError(
      'JOURNAL_CORRUPT',
      `${segment.path} is damaged at record ${seq}, byte ${goodBytes}.`,
      {
        values: { file: segment.path, byte: goodBytes, record: seq },
        hint:
          'Confirmed transactions may lie behind the damage, so nothing was dropped. Restore this file from a ' +
          'backup; to give up everything from that record on, cut the file at that byte.',
      },
    )
  }
  if (damage === 'torn') {
    const keptAs = `${segment.path}.torn`
    await writeDurably(keptAs, [bytes.subarray(goodBytes)])
    const file = await openFile(segment.path, 'r+')
    try {
      await file.truncate(goodBytes)
      await file.sync()
    } finally {
      await file.close()
    }
    onTorn?.({ file: segment.path, bytes: bytes.length - goodBytes, keptAs })
  }
  return goodBytes
}
