/** What one walk over the bytes tells about how they are to be read. */
export type ByteSurvey = {
  size: number
  /** The first 64 KiB, enough to recognise any format. */
  head: Uint8Array
  /** Offset of the first byte that no UTF-8 has, or -1. */
  invalidUtf8: number
  /** Well-formed UTF-8 sequences of two bytes and more. */
  multibyte: number
  highBytes: number
  /** High bytes that are a letter, or a sign that is common in text, in Windows-1252. */
  plausible1252: number
  /** Bytes Windows-1252 does not define. */
  undefined1252: number
  /** Offset of the first NUL, or -1. */
  firstNul: number
  nulAtEven: number
  nulAtOdd: number
  /** Control characters other than tab, newline, carriage return, form feed. */
  controls: number
}

export const HEAD_BYTES = 64 * 1024

export const surveyBytes = async (blocks: AsyncIterable<Uint8Array>): Promise<ByteSurvey> => {
  const head = new Uint8Array(HEAD_BYTES)
  const survey: ByteSurvey = {
    size: 0,
    head,
    invalidUtf8: -1,
    multibyte: 0,
    highBytes: 0,
    plausible1252: 0,
    undefined1252: 0,
    firstNul: -1,
    nulAtEven: 0,
    nulAtOdd: 0,
    controls: 0,
  }
  let pending = 0
  let started = 0
  let low = 0x80
  let high = 0xbf

  for await (const block of blocks) {
    const base = survey.size
    if (base < HEAD_BYTES) head.set(block.subarray(0, HEAD_BYTES - base), base)
    for (let i = 0; i < block.length; i++) {
      const byte = block[i] as number
      if (byte < 0x80) {
        if (pending > 0) {
          if (survey.invalidUtf8 < 0) survey.invalidUtf8 = started
          pending = 0
        }
        if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x0c) {
          if (byte === 0) {
            if (survey.firstNul < 0) survey.firstNul = base + i
            if ((base + i) % 2 === 0) survey.nulAtEven++
            else survey.nulAtOdd++
          } else survey.controls++
        }
        continue
      }
      survey.highBytes++
      if (byte >= 0xc0 || PLAUSIBLE_SIGNS.has(byte)) survey.plausible1252++
      else if (UNDEFINED_1252.has(byte)) survey.undefined1252++

      if (pending > 0) {
        if (byte >= low && byte <= high) {
          low = 0x80
          high = 0xbf
          if (--pending === 0) survey.multibyte++
          continue
        }
        if (survey.invalidUtf8 < 0) survey.invalidUtf8 = started
        pending = 0
      }
      started = base + i
      low = 0x80
      high = 0xbf
      // The table of well-formed sequences of the Unicode Standard, chapter 3.9.
      if (byte >= 0xc2 && byte <= 0xdf) pending = 1
      else if (byte >= 0xe0 && byte <= 0xef) {
        pending = 2
        if (byte === 0xe0) low = 0xa0
        if (byte === 0xed) high = 0x9f
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        pending = 3
        if (byte === 0xf0) low = 0x90
        if (byte === 0xf4) high = 0x8f
      } else if (survey.invalidUtf8 < 0) survey.invalidUtf8 = started
    }
    survey.size += block.length
  }
  if (pending > 0 && survey.invalidUtf8 < 0) survey.invalidUtf8 = started
  survey.head = head.subarray(0, Math.min(survey.size, HEAD_BYTES))
  return survey
}

const UNDEFINED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
// € ‚ „ … Š Œ Ž ‘ ’ “ ” • – — ™ š œ ž Ÿ, then no-break space £ § © « ° ± ² ³ ´ µ · º » ¼ ½ ¾ ¿
const PLAUSIBLE_SIGNS = new Set([
  0x80, 0x82, 0x84, 0x85, 0x8a, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9a, 0x9c, 0x9e,
  0x9f, 0xa0, 0xa3, 0xa7, 0xa9, 0xab, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
  0xbf,
])
