/** Where the lines of NDJSON begin, so that any few of a large file can be read without the rest. Every so many are
 * remembered; those between are counted when they are asked for. */
export type LineIndex = {
  /** Whole lines, in order. */
  add: (ndjson: Uint8Array) => void
  lines: () => number
  /** The bytes that hold a line, and how many lines come before it there. */
  around: (line: number) => { start: number; end: number; before: number }
}

const newline = 0x0a

export const createLineIndex = (every = 128): LineIndex => {
  const starts = [0]
  let lines = 0
  let size = 0
  return {
    add: (ndjson) => {
      for (let from = 0; from < ndjson.length; ) {
        const end = ndjson.indexOf(newline, from)
        from = end < 0 ? ndjson.length : end + 1
        lines += 1
        if (lines % every === 0) starts.push(size + from)
      }
      size += ndjson.length
    },
    lines: () => lines,
    around: (line) => {
      const block = Math.floor(line / every)
      return { start: starts[block] ?? size, end: starts[block + 1] ?? size, before: line - block * every }
    },
  }
}

/** Lines of the bytes an index was made of, by number, parsed. Numbers beyond the end are left out. */
export const readLines = async (
  content: Blob,
  index: LineIndex,
  wanted: readonly number[],
): Promise<Map<number, Record<string, unknown>>> => {
  const blocks = new Map<number, Promise<string[]>>()
  const found = new Map<number, Record<string, unknown>>()
  for (const line of wanted) {
    if (line >= index.lines()) continue
    const { start, end, before } = index.around(line)
    const reading =
      blocks.get(start) ??
      content
        .slice(start, end)
        .text()
        .then((text) => text.split('\n'))
    blocks.set(start, reading)
    found.set(line, JSON.parse((await reading)[before] ?? '{}'))
  }
  return found
}
