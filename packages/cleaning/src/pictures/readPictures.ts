import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { OpenSource } from '../openSource.ts'
import { decodeBase64 } from './base64.ts'
import type { PictureFormat } from './picture.ts'
import { pictureFormatOf } from './strip/stripPicture.ts'

/** Pictures one after another, from a picture file or from rows that were made of pictures before. */
export type PictureSource = {
  format: PictureFormat | 'jsonl'
  /** Undefined for a row that holds no picture. */
  pictures: () => AsyncGenerator<Uint8Array | undefined>
}

const HEAD = 1024
// A row as this package writes it, or as a dataset with other columns around it asks for it.
const ROW =
  /^\{(?:"[\w-]{1,64}":(?:"[^"\\]{0,128}"|[\w.+-]{1,32}),){0,32}"picture":"(?:\/9j\/|iVBORw0KGgo|UklGR)/

/** Whether a source is pictures, by its first bytes. */
export const recognisePictures = async (
  source: OpenSource,
  limits: Limits,
): Promise<PictureSource | undefined> => {
  const head = await source.head(HEAD)
  const format = pictureFormatOf(head)
  if (format) {
    return {
      format,
      async *pictures() {
        yield await readWhole(source, limits, format)
      },
    }
  }
  if (!ROW.test(new TextDecoder('latin1').decode(head))) return undefined
  return { format: 'jsonl', pictures: () => readRows(source, limits) }
}

const readWhole = async (source: OpenSource, limits: Limits, format: string): Promise<Uint8Array> => {
  const bytes = await source.bytes('reading')
  if (bytes.size > limits.pictureBytes) throw tooLarge(limits, { format, bytes: bytes.size })
  return bytes.slice(0, bytes.size)
}

async function* readRows(source: OpenSource, limits: Limits): AsyncGenerator<Uint8Array | undefined> {
  const most = Math.ceil((limits.pictureBytes * 4) / 3) + limits.cellBytes
  let parts: Uint8Array[] = []
  let held = 0
  let row = 0
  const take = (): Uint8Array | undefined => {
    const line = parts.map((part) => new TextDecoder('latin1').decode(part)).join('')
    parts = []
    held = 0
    row++
    return pictureOf(line)
  }
  for await (const block of source.pass('cleaning')) {
    for (let from = 0; from < block.length; ) {
      const end = block.indexOf(0x0a, from)
      const piece = block.subarray(from, end < 0 ? block.length : end)
      held += piece.length
      if (held > most) throw tooLarge(limits, { record: row + 1 })
      parts.push(piece)
      from += piece.length + 1
      if (end >= 0) yield take()
    }
  }
  if (held > 0) yield take()
}

const pictureOf = (line: string): Uint8Array | undefined => {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof row !== 'object' || row === null || !('picture' in row)) return undefined
  return typeof row.picture === 'string' ? decodeBase64(row.picture) : undefined
}

const tooLarge = (limits: Limits, place: { format?: string; bytes?: number; record?: number }) =>
  new CleaningError(
    'PICTURE_TOO_LARGE',
    `The picture has more than ${limits.pictureBytes} bytes.`,
    'Make it smaller, or save it with more compression.',
    { ...place, limit: limits.pictureBytes },
  )
