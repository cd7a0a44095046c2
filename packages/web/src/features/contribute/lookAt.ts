import { cleanTo } from '@usufruct/cleaning/cleanTo'
import type { Choices, CleaningOptions, Finding, Source } from '@usufruct/cleaning/types'
import type { Looked, PreviewRow, RowFilter } from './cleaningMessages.ts'
import { createLineIndex, type LineIndex, readLines } from './lineIndex.ts'
import { asideWhenKept, rowNumbers } from './rowNumbers.ts'
import { prefixed, toReport } from './toReport.ts'

/** A file as it was looked at, kept for showing its rows. */
export type Look = {
  looked: Looked
  index: LineIndex
  /** Lines with a finding that is listed, in order. */
  foundLines: number[]
  rowOf: (line: number) => number
  /** The member's own version of those lines, once it was read. */
  own: Map<number, Record<string, unknown>> | null
}

/** Reads the file again for each pass: a large one is never in memory as a whole. */
const sourceOf = (file: File): Source => ({
  name: file.name,
  size: file.size,
  bytes: async function* () {
    const reader = file.stream().getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  },
})

const inCells = (findings: readonly Finding[]) => findings.filter(({ where }) => where.row > 0)

/** What would be sent of a file, and everything there is to say about it. */
export const lookAt = async (
  file: File,
  choices: Choices,
  options: CleaningOptions,
  head: boolean,
): Promise<Look> => {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const index = createLineIndex()
  const { inspection, contentHash, rows } = await cleanTo(sourceOf(file), choices, options, (bytes) => {
    parts.push(bytes as Uint8Array<ArrayBuffer>)
    index.add(bytes)
  })
  const content = new Blob(parts, { type: 'application/x-ndjson' })
  const { findings, invalid, counts } = inspection
  const { lineOf, rowOf } = rowNumbers(invalid.map(({ row }) => row))
  const lines = new Set(inCells(findings).map(({ where }) => lineOf(where.row)))
  return {
    looked: {
      head,
      format: inspection.format,
      rows,
      bytes: content.size,
      contentHash: prefixed(contentHash),
      schema: inspection.schema,
      findings,
      findingsTotal: counts.findings,
      invalid,
      invalidTotal: counts.invalid,
      duplicates: inspection.duplicates.exact,
      notes: inspection.notes,
      report: toReport(inspection),
      content,
    },
    index,
    foundLines: [...lines].sort((a, b) => a - b),
    rowOf,
    own: null,
  }
}

/** Picks lines out of NDJSON that arrives in whole lines, without decoding the rest. */
const linePicker = (wanted: ReadonlySet<number>) => {
  const lines = new Map<number, Record<string, unknown>>()
  const decoder = new TextDecoder()
  let line = 0
  return {
    lines,
    isDone: () => lines.size >= wanted.size,
    take: (ndjson: Uint8Array) => {
      for (let from = 0; from < ndjson.length && lines.size < wanted.size; line++) {
        const end = ndjson.indexOf(0x0a, from)
        if (wanted.has(line)) lines.set(line, JSON.parse(decoder.decode(ndjson.subarray(from, end))))
        from = end + 1
      }
    },
  }
}

/** The member's own version of the rows with findings: the same walk with nothing hidden, to the last of them. It is the
 * same whatever is chosen. */
export const readOwn = async (
  file: File,
  choices: Choices,
  options: CleaningOptions,
  { looked, foundLines, rowOf }: Look,
): Promise<Map<number, Record<string, unknown>>> => {
  const { lineOf } = rowNumbers(asideWhenKept(looked.invalid))
  const ownLine = new Map(foundLines.map((line) => [lineOf(rowOf(line)), line]))
  const picker = linePicker(new Set(ownLine.keys()))
  if (picker.isDone()) return new Map()
  const enough = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, enough.signal]) : enough.signal
  const keepAll = { ...choices, keep: looked.findings.map(({ id }) => id) }
  try {
    await cleanTo(sourceOf(file), keepAll, { ...options, signal }, (bytes) => {
      picker.take(bytes)
      if (picker.isDone()) enough.abort()
    })
  } catch (error) {
    if (!enough.signal.aborted) throw error
  }
  return new Map([...picker.lines].map(([line, row]) => [ownLine.get(line) ?? line, row]))
}

/** Some rows of a file, as they are looked at. */
export const rowsOf = async (
  { looked, index, foundLines, rowOf, own }: Look,
  filter: RowFilter,
  from: number,
  count: number,
): Promise<PreviewRow[]> => {
  const last = Math.min(from + count, index.lines())
  const lines =
    filter === 'found'
      ? foundLines.slice(from, from + count)
      : Array.from({ length: Math.max(0, last - from) }, (_, at) => from + at)
  const found = new Set(foundLines)
  const sent = await readLines(looked.content, index, lines)
  return lines.map((line) => {
    const row = sent.get(line) ?? {}
    return { row: rowOf(line), sent: row, own: found.has(line) ? (own?.get(line) ?? null) : row }
  })
}
