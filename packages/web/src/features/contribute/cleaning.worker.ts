import { clean } from '@usufruct/cleaning/clean'
import { cleanTo } from '@usufruct/cleaning/cleanTo'
import { summariseFindings } from '@usufruct/cleaning/report/summariseFindings'
import { datasetColumns } from '@usufruct/cleaning/schema/datasetColumns'
import type { Choices, Cleaned, CleaningOptions, Inspection, Source } from '@usufruct/cleaning/types'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import type { CleaningAnswer, CleaningRequest, Looked, PreviewRow } from './cleaningMessages.ts'

/** Rows shown beside those with findings, which are always shown. */
const shownRows = 30
const shownFindingRows = 60
/** Often enough to be seen moving, seldom enough not to keep the page busy with it. */
const progressEvery = 80

type LookRequest = Extract<CleaningRequest, { kind: 'look' }>

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

type Lines = Map<number, Record<string, unknown>>

/** Picks lines out of NDJSON that arrives in whole lines, without decoding the rest. */
const linePicker = (wanted: ReadonlySet<number>) => {
  const lines: Lines = new Map()
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

/** Which rows to show, as [row in the file, line of what is sent]. Rows that were set aside have no line. */
const rowsToShow = ({ inspection, rows }: Cleaned): Map<number, number> => {
  const aside = new Set(inspection.invalid.map(({ row }) => row))
  const withFindings = new Set(inspection.findings.slice(0, shownFindingRows).map(({ where }) => where.row))
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

/** The same walk with nothing hidden is what the member knows as their own file. It ends at the last row shown. */
const ownLines = async (
  file: File,
  choices: Choices,
  options: CleaningOptions,
  wanted: ReadonlySet<number>,
): Promise<Lines> => {
  const picker = linePicker(wanted)
  const enough = new AbortController()
  try {
    await cleanTo(sourceOf(file), choices, { ...options, signal: enough.signal }, (bytes) => {
      picker.take(bytes)
      if (picker.isDone()) enough.abort()
    })
  } catch (error) {
    if (!enough.signal.aborted) throw error
  }
  return picker.lines
}

const previewOf = async (
  file: File,
  cleaned: Cleaned,
  choices: Choices,
  options: CleaningOptions,
): Promise<PreviewRow[]> => {
  const shown = rowsToShow(cleaned)
  const wanted = new Set(shown.values())
  const sent = linePicker(wanted)
  sent.take(cleaned.ndjson)
  const { findings } = cleaned.inspection
  const own = findings.some(({ action }) => action !== 'keep')
    ? await ownLines(file, { ...choices, keep: findings.map(({ id }) => id) }, options, wanted)
    : sent.lines
  return [...shown].map(([row, line]) => ({
    row,
    own: own.get(line) ?? {},
    sent: sent.lines.get(line) ?? {},
  }))
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

const look = async ({ file, columns, choices, pseudonyms, id }: LookRequest): Promise<Looked> => {
  const options: CleaningOptions = { pseudonyms, ...(columns ? { dataset: datasetColumns(columns) } : {}) }
  let told = 0
  const cleaned = await clean(sourceOf(file), choices, {
    ...options,
    onProgress: (progress) => {
      const now = performance.now()
      if (now - told < progressEvery) return
      told = now
      answer({ kind: 'progress', id, progress })
    },
  })
  const { inspection } = cleaned
  last = cleaned
  return {
    format: inspection.format,
    rows: cleaned.rows,
    bytes: cleaned.ndjson.length,
    contentHash: `0x${cleaned.contentHash.replace(/^0x/, '')}`,
    schema: cleaned.schema,
    findings: inspection.findings.slice(0, 1_000),
    findingsTotal: inspection.counts.findings,
    groups: groupsOf(inspection),
    invalid: inspection.invalid.slice(0, 200),
    invalidTotal: inspection.counts.invalid,
    duplicates: inspection.duplicates.exact,
    notes: inspection.notes,
    preview: await previewOf(file, cleaned, choices, options),
  }
}

const handle = async (request: CleaningRequest) => {
  const { id } = request
  if (request.kind === 'take') {
    if (last) answer({ kind: 'taken', id, cleaned: last })
    return
  }
  answer({ kind: 'looked', id, looked: await look(request) })
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
