import { decodeRecord, type JournalRecord } from './record.ts'

export type SegmentContent = {
  records: JournalRecord[]
  /** Bytes up to the end of the last whole record. */
  goodBytes: number
  /**
   * - `torn`: an unfinished last record, the trace of a kill while writing. It was never acknowledged.
   * - `corrupt`: bytes that no interrupted write leaves behind; confirmed transactions may be among them.
   */
  damage: 'none' | 'torn' | 'corrupt'
}

/**
 * Splits a segment's bytes into records.
 * A record holds exactly one line feed, its last byte. So an interrupted write leaves a tail without any, and
 * damage with one in it is something else.
 */
export function readSegment(bytes: Buffer): SegmentContent {
  const records: JournalRecord[] = []
  let offset = 0
  while (offset < bytes.length) {
    const decoded = decodeRecord(bytes, offset)
    if (decoded === undefined) {
      return { records, goodBytes: offset, damage: bytes.indexOf(0x0a, offset) === -1 ? 'torn' : 'corrupt' }
    }
    records.push(decoded.record)
    offset = decoded.next
  }
  return { records, goodBytes: offset, damage: 'none' }
}
