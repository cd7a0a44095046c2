import type { FileHandle } from 'node:fs/promises'
import { lastRecordEnd } from '../normalise/bytes/cutRecords.ts'
import { Unfit } from '../normalise/bytes/unfit.ts'

const LF = 0x0a

export type CutOptions = {
  /** Where the first record begins. */
  start: number
  delimiter: number
  blockBytes: number
  recordBytes: number
  /** At least so many bytes, with anything in them. */
  takeMemory: (length: number) => Uint8Array<ArrayBuffer>
  onBytes?: ((bytes: Uint8Array) => void) | undefined
}

/**
 * A file in blocks of whole records, each with a newline behind its `length`, in memory that can be given away. @throws Unfit where a record does not end
 */
export async function* readBlocks(
  file: FileHandle,
  { start, delimiter, blockBytes, recordBytes, takeMemory, onBytes }: CutOptions,
): AsyncGenerator<{ bytes: Uint8Array<ArrayBuffer>; length: number; read: number }> {
  let at = start
  let rest = new Uint8Array(0)
  for (let size = blockBytes; ; ) {
    const bytes = takeMemory(rest.length + size + 1)
    bytes.set(rest)
    const filled = rest.length + (await readFully(file, bytes, rest.length, size, at))
    onBytes?.(bytes.subarray(rest.length, filled))
    at += filled - rest.length
    const whole = filled < rest.length + size
    // As a buffer, which looks for a byte ten times as fast.
    const { end, open } = lastRecordEnd(Buffer.from(bytes.buffer, 0, filled), delimiter)
    if (whole) {
      if (open) throw new Unfit('a quote is not closed')
      bytes[filled] = LF
      if (filled > 0) yield { bytes, length: filled, read: at }
      return
    }
    if (end === 0 && filled > recordBytes) throw new Unfit('a record is very long')
    rest = bytes.slice(end, filled)
    size = end === 0 ? blockBytes * 2 : blockBytes
    bytes[end] = LF
    if (end > 0) yield { bytes, length: end, read: at }
  }
}

const readFully = async (
  file: FileHandle,
  into: Uint8Array,
  offset: number,
  length: number,
  position: number,
): Promise<number> => {
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(into, offset + filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
