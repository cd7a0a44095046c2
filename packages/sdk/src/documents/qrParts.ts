import encodeQR from 'qr'
import { UsufructError } from '../domain/errors.ts'

/** UTF-8 bytes that a QR of 8 cm still shows in squares of half a millimetre (version 30, error correction M). */
const maxBytes = 1_300
/** Beyond these nobody scans all of them. */
const maxParts = 9

const bytesOf = (text: string) => new TextEncoder().encode(text).length
const partPattern = /^([1-9])\/([1-9]) /

const tooLong = (bytes: number) =>
  new UsufructError({
    code: 'QR_TOO_LONG',
    kind: 'limit',
    message: `${bytes} bytes do not fit ${maxParts} QR codes.`,
    hint: 'Make a card for fewer permissions.',
    details: { bytes },
  })

/** A payload as it goes into QR codes: itself, or pieces that begin with their number, such as `1/3 `. */
export const splitPayload = (payload: string): string[] => {
  if (bytesOf(payload) <= maxBytes) return [payload]
  const room = maxBytes - 4
  const pieces: string[] = []
  let piece = ''
  let bytes = 0
  for (const character of payload) {
    const more = bytesOf(character)
    if (bytes + more > room) {
      pieces.push(piece)
      piece = ''
      bytes = 0
    }
    piece += character
    bytes += more
  }
  pieces.push(piece)
  if (pieces.length > maxParts) throw tooLong(bytesOf(payload))
  return pieces.map((text, at) => `${at + 1}/${pieces.length} ${text}`)
}

/** The payload again, from all scanned pieces in any order. @throws UsufructError `QR_PARTS_MISSING` */
export const joinPayload = (scanned: readonly string[]): string => {
  const [first] = scanned
  if (first !== undefined && !partPattern.test(first)) return first
  const total = Number(partPattern.exec(first ?? '')?.[2] ?? 0)
  const pieces = new Map(
    scanned.flatMap((text) => {
      const match = partPattern.exec(text)
      return match && Number(match[2]) === total
        ? [[Number(match[1]), text.slice(match[0].length)] as const]
        : []
    }),
  )
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter((number) => !pieces.has(number))
  if (total === 0 || missing.length > 0)
    throw new UsufructError({
      code: 'QR_PARTS_MISSING',
      message: total === 0 ? 'Nothing was scanned.' : `Parts ${missing.join(', ')} of ${total} are missing.`,
      hint: 'Scan every QR code of the card.',
      details: { missing, total },
    })
  return Array.from({ length: total }, (_, at) => pieces.get(at + 1) ?? '').join('')
}

const border = 4

/** Squares of a QR code with its quiet border, row by row; true is dark. Error correction M. */
export const qrSquares = (text: string): boolean[][] => encodeQR(text, 'raw', { ecc: 'medium', border })

/** One path for all dark squares, runs of a row drawn at once. */
export const qrPath = (squares: readonly (readonly boolean[])[]): string => {
  let path = ''
  for (const [y, row] of squares.entries()) {
    let from = -1
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && from < 0) from = x
      if (!row[x] && from >= 0) {
        path += `M${from} ${y}h${x - from}v1h-${x - from}z`
        from = -1
      }
    }
  }
  return path
}

/** A QR code as a picture in a PDF, `width` in points. */
export const qrImage = (text: string, width: number): { svg: string; width: number } => {
  const squares = qrSquares(text)
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${squares.length} ${squares.length}"><path d="${qrPath(squares)}"/></svg>`,
    width,
  }
}
