import { cleanTo } from '@usufruct/cleaning/cleanTo'
import { contributionReport } from '@usufruct/cleaning/report/contributionReport'
import { summariseFindings } from '@usufruct/cleaning/report/summariseFindings'
import type { Choices, CleaningOptions, Finding, Inspection } from '@usufruct/cleaning/types'
import type { Looked, PreviewRow, RowFilter } from './cleaningMessages.ts'
import { joinKeyOf } from './joinKey.ts'
import { createLineIndex, type LineIndex, readLines } from './lineIndex.ts'
import { sourceOf } from './sourceOf.ts'

/** A file as it was looked at, kept for showing its rows. */
export type Look = {
  looked: Looked
  index: LineIndex
  /** The row of the file that each line comes from, counted from 1: rows that were set aside have no line. */
  rows: number[]
  /** Lines with a finding that is listed, in order. */
  foundLines: number[]
  /** The member's own version of those lines, once it was read. */
  own: Map<number, Record<string, unknown>> | null
  /** The file as it was looked at before its columns were made coarser: the member's own version of all other lines. */
  finer: Look | null
}

/** Where a row is in an ascending list, or -1. */
const placeOf = (rows: readonly number[], row: number): number => {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as number) < row) low = middle + 1
    else high = middle
  }
  return rows[low] === row ? low : -1
}

/** The header is row 0 and has no line. */
const linesWith = (findings: readonly Finding[], rows: readonly number[]): number[] => {
  const lines = new Set(findings.map(({ where }) => placeOf(rows, where.row)))
  lines.delete(-1)
  return [...lines].sort((a, b) => a - b)
}

const groupsOf = (inspection: Inspection): Looked['groups'] => {
  const groups = new Map<string, Looked['groups'][number]>()
  for (const { column, type, action, count } of summariseFindings(inspection.report.body.findings)) {
    const key = `${type} ${column}`
    const group = groups.get(key)
    groups.set(
      key,
      group ? { ...group, count: group.count + count, action: 'mixed' } : { column, type, action, count },
    )
  }
  return [...groups.values()]
}

/** What would be sent of a file, and everything there is to say about it. */
export const lookAt = async (
  file: File,
  choices: Choices,
  options: CleaningOptions,
  head: boolean,
  before: Look | null = null,
): Promise<Look> => {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const index = createLineIndex()
  const rows: number[] = []
  const watched: CleaningOptions = { ...options, onLine: (row) => rows.push(row) }
  const { inspection, contentHash } = await cleanTo(sourceOf(file), choices, watched, (bytes) => {
    parts.push(bytes as Uint8Array<ArrayBuffer>)
    index.add(bytes)
  })
  const content = new Blob(parts, { type: 'application/x-ndjson' })
  const { findings, invalid, counts } = inspection
  return {
    looked: {
      head,
      kind: inspection.kind,
      format: inspection.format,
      rows: rows.length,
      bytes: content.size,
      contentHash: `0x${contentHash}`,
      schema: inspection.schema,
      findings,
      findingsTotal: counts.findings,
      groups: groupsOf(inspection),
      invalid,
      invalidTotal: counts.invalid,
      standsOut: inspection.report.body.invalid['stands-out'] ?? 0,
      duplicates: inspection.duplicates.exact,
      nearDuplicates: inspection.duplicates.near,
      notes: inspection.notes,
      pictureFindings: inspection.pictureFindings ?? [],
      rights: inspection.rights,
      quality: inspection.quality ?? null,
      histograms: inspection.histograms ?? [],
      anonymity: inspection.anonymity ?? null,
      generalised: inspection.generalised ?? [],
      joinKey: await joinKeyOf(file, inspection),
      report: contributionReport(inspection),
      content,
    },
    index,
    rows,
    foundLines: linesWith(findings, rows),
    own: null,
    finer: choices.generalise ? (before?.finer ?? before) : null,
  }
}

/** The member's own version of the rows with findings, by line: the same walk with nothing hidden, to the last of them.
 * It is the same whatever is chosen. */
export const readOwn = async (
  file: File,
  choices: Choices,
  options: CleaningOptions,
  { looked, rows, foundLines }: Look,
): Promise<Map<number, Record<string, unknown>>> => {
  const own = new Map<number, Record<string, unknown>>()
  if (foundLines.length === 0) return own
  const wanted = new Map(foundLines.map((line) => [rows[line], line]))
  const enough = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, enough.signal]) : enough.signal
  const decoder = new TextDecoder()
  // Nothing hidden may keep a row that was set aside otherwise, so lines are told by the rows they come from.
  let batch: number[] = []
  const watched: CleaningOptions = { ...options, signal, onLine: (row) => batch.push(row) }
  const { generalise: _, k: __, ...others } = choices
  const keepAll = { ...others, keep: looked.findings.map(({ id }) => id) }
  const take = (ndjson: Uint8Array) => {
    let from = 0
    for (const row of batch) {
      const end = ndjson.indexOf(0x0a, from)
      const line = wanted.get(row)
      if (line !== undefined) own.set(line, JSON.parse(decoder.decode(ndjson.subarray(from, end))))
      from = end + 1
    }
    batch = []
    if (own.size >= wanted.size) enough.abort()
  }
  try {
    await cleanTo(sourceOf(file), keepAll, watched, take)
  } catch (error) {
    if (!enough.signal.aborted) throw error
  }
  return own
}

/** Some rows of a file, as they are looked at. */
export const rowsOf = async (
  { looked, index, rows, foundLines, own, finer }: Look,
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
  const finerLines = finer ? lines.map((line) => placeOf(finer.rows, rows[line] ?? 0)) : lines
  const plain = finer ? await readLines(finer.looked.content, finer.index, finerLines) : sent
  return lines.map((line, at) => ({
    row: rows[line] ?? 0,
    sent: sent.get(line) ?? {},
    own: (found.has(line) ? own?.get(line) : plain.get(finerLines[at] ?? -1)) ?? null,
  }))
}
