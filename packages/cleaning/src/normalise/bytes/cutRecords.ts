const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
/** So many stretches between quoted fields are looked at for the end of a record. */
const REMEMBERED = 256

/**
 * Where the last whole record of a stretch ends, which begins with a record: after a newline outside quotes, or 0.
 * A quote opens a field only where one begins, so each one is looked at, and little else.
 */
export const lastRecordEnd = (bytes: Uint8Array, delimiter: number): { end: number; open: boolean } => {
  const gaps: [from: number, to: number][] = []
  let outside = 0
  for (let at = bytes.indexOf(QUOTE); at >= 0; ) {
    const before = at === 0 ? LF : bytes[at - 1]
    if (before !== LF && before !== CR && before !== delimiter) {
      at = bytes.indexOf(QUOTE, at + 1)
      continue
    }
    if (gaps.push([outside, at]) > REMEMBERED * 2) gaps.splice(0, REMEMBERED)
    let close = bytes.indexOf(QUOTE, at + 1)
    while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2)
    // As the very last byte it may be the first of two.
    if (close < 0 || close + 1 === bytes.length) return { end: lastLine(bytes, gaps), open: close < 0 }
    outside = close + 1
    at = bytes.indexOf(QUOTE, outside)
  }
  gaps.push([outside, bytes.length])
  return { end: lastLine(bytes, gaps), open: false }
}

const lastLine = (bytes: Uint8Array, gaps: readonly [number, number][]): number => {
  for (const [from, to] of gaps.toReversed()) {
    const at = bytes.subarray(from, to).lastIndexOf(LF)
    if (at >= 0) return from + at + 1
  }
  return 0
}
