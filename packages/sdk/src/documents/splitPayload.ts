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

/** A text with each scanned piece on a line of its own, as one payload; any other text as it is.
 * @throws UsufructError `QR_PARTS_MISSING` */
export const joinScanned = (text: string): string => {
  const pieces = text.split(/\r?\n/).flatMap((line) => (partPattern.test(line.trim()) ? [line.trim()] : []))
  return pieces.length > 0 ? joinPayload(pieces) : text
}
