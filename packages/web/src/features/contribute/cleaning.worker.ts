import { clean } from '@usufruct/cleaning/clean'
import type { Choices, Cleaned, CleaningOptions, DatasetColumn, Source } from '@usufruct/cleaning/types'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import type { Column } from '@usufruct/sdk/http/values'
import type { CleaningAnswer, CleaningRequest, Looked, PreviewRow } from './cleaningMessages.ts'

/** Rows shown beside those with findings, which are always shown. */
const shownRows = 30
const shownFindingRows = 200

const answer = (message: CleaningAnswer) => postMessage(message)

let last: Cleaned | undefined

/** Reads the file again for each pass: a large one is never in memory as a whole. */
const sourceOf = (file: File): Source => ({
  name: file.name,
  size: file.size,
  bytes: async function* () {
    const reader = file.stream().getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  },
})

const toDatasetColumn = ({ name, type, nullable, unit, values, min, max }: Column): DatasetColumn => ({
  name,
  type,
  nullable,
  ...(unit === undefined ? {} : { unit }),
  ...(values === undefined ? {} : { allowed: values }),
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})

/** Lines of NDJSON at the given places, without decoding the rest. */
const linesAt = (ndjson: Uint8Array, wanted: ReadonlySet<number>): Map<number, Record<string, unknown>> => {
  const lines = new Map<number, Record<string, unknown>>()
  const decoder = new TextDecoder()
  for (let from = 0, line = 0; from < ndjson.length && lines.size < wanted.size; line++) {
    const end = ndjson.indexOf(0x0a, from)
    if (wanted.has(line)) lines.set(line, JSON.parse(decoder.decode(ndjson.subarray(from, end))))
    from = end + 1
  }
  return lines
}

/** Which rows to show, as [row in the file, line of what is sent]. Rows that were set aside have no line. */
const rowsToShow = ({ inspection, rows }: Cleaned): Map<number, number> => {
  const aside = new Set(inspection.invalid.map(({ row }) => row))
  const withFindings = new Set(inspection.findings.map(({ where }) => where.row).slice(0, shownFindingRows))
  const shown = new Map<number, number>()
  let line = 0
  for (let row = 1; line < rows; row++) {
    if (aside.has(row)) continue
    if (line < shownRows || withFindings.has(row)) shown.set(row, line)
    line++
    if (line >= shownRows && shown.size >= shownRows + withFindings.size) break
  }
  return shown
}

const previewOf = (cleaned: Cleaned, unredacted: Cleaned): PreviewRow[] => {
  const shown = rowsToShow(cleaned)
  const lines = new Set(shown.values())
  const sent = linesAt(cleaned.ndjson, lines)
  const own = linesAt(unredacted.ndjson, lines)
  return [...shown].map(([row, line]) => ({ row, own: own.get(line) ?? {}, sent: sent.get(line) ?? {} }))
}

const look = async (file: File, columns: Column[] | null, choices: Choices, id: number): Promise<Looked> => {
  const options: CleaningOptions = {
    ...(columns ? { dataset: columns.map(toDatasetColumn) } : {}),
    onProgress: (progress) => answer({ kind: 'progress', id, progress }),
  }
  const cleaned = await clean(sourceOf(file), choices, options)
  const { inspection } = cleaned
  const redacted = inspection.findings.filter(({ action }) => action === 'redact')
  // The same walk with nothing redacted is what the member knows as their own file.
  const unredacted =
    redacted.length === 0
      ? cleaned
      : await clean(
          sourceOf(file),
          { ...choices, keep: inspection.findings.map((found) => found.id) },
          options,
        )
  last = cleaned
  return {
    format: inspection.format,
    rows: cleaned.rows,
    bytes: cleaned.ndjson.length,
    contentHash: `0x${cleaned.contentHash.replace(/^0x/, '')}`,
    schema: cleaned.schema,
    findings: inspection.findings,
    findingsTotal: inspection.counts.findings,
    invalid: inspection.invalid.slice(0, 200),
    invalidTotal: inspection.counts.invalid,
    duplicates: inspection.duplicates.exact,
    notes: inspection.notes,
    preview: previewOf(cleaned, unredacted),
  }
}

const handle = async (request: CleaningRequest) => {
  const { id } = request
  if (request.kind === 'take') {
    if (last) answer({ kind: 'taken', id, cleaned: last })
    return
  }
  answer({ kind: 'looked', id, looked: await look(request.file, request.columns, request.choices, id) })
}

addEventListener('message', ({ data }: MessageEvent<CleaningRequest>) => {
  handle(data).catch((error: unknown) => {
    const known = findUsufructError(error)
    answer({
      kind: 'failed',
      id: data.id,
      error: known
        ? { code: known.code, message: known.message, hint: known.hint, details: known.details }
        : {
            code: 'FILE_UNREADABLE',
            message: 'The file could not be read.',
            hint: 'Was it moved or changed? Choose it again.',
            details: { error: error instanceof Error ? error.message : String(error) },
          },
    })
  })
})
