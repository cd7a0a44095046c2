import { crc32 } from 'node:zlib'

/**
 * What the journal holds. Sequence numbers are consecutive over both kinds.
 * - `block`: the raw transactions of one block, in order, with its timestamp.
 * - `void`: transactions of an earlier block record that the chain refused; a replay leaves them out.
 */
export type JournalRecord = BlockRecord | VoidRecord

export type BlockRecord = {
  type: 'block'
  seq: number
  timestamp: number
  raws: readonly `0x${string}`[]
}

export type VoidRecord = {
  type: 'void'
  seq: number
  block: number
  indexes: readonly number[]
}

/** "LLLLLLLL CCCCCCCC " in hex: the payload's bytes and their CRC-32. */
export const headerLength = 18

/** One line per record, so a person can read a journal and a reader can find the next record after damage. */
export function encodeRecord(record: JournalRecord): Buffer {
  const payload = Buffer.from(JSON.stringify(record))
  return Buffer.concat([
    Buffer.from(`${hex8(payload.length)} ${hex8(crc32(payload))} `),
    payload,
    Buffer.from('\n'),
  ])
}

/** The record that starts at `offset` and where the next one would, or undefined when none whole is there. */
export function decodeRecord(
  bytes: Buffer,
  offset: number,
): { record: JournalRecord; next: number } | undefined {
  const header = bytes.toString('latin1', offset, offset + headerLength)
  const match = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/.exec(header)
  if (match === null) return undefined
  const start = offset + headerLength
  const end = start + Number.parseInt(match[1] as string, 16)
  if (end + 1 > bytes.length || bytes[end] !== 0x0a) return undefined
  const payload = bytes.subarray(start, end)
  if (crc32(payload) !== Number.parseInt(match[2] as string, 16)) return undefined
  return { record: JSON.parse(payload.toString()) as JournalRecord, next: end + 1 }
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0')
}
