import { bytesToHex } from '@noble/hashes/utils.js'
import { cleanRow, type RowOutcome } from './cleanRow.ts'
import { createHashSet } from './duplicates/hashSet.ts'
import { openSource } from './openSource.ts'
import { planCleaning } from './planCleaning.ts'
import { createPseudonyms, type Pseudonymise } from './redact/pseudonyms.ts'
import { createFindingLog } from './report/findingLog.ts'
import { hashReport } from './report/hashReport.ts'
import { tallyColumn } from './report/tallyColumn.ts'
import { toInvalidRow } from './report/toInvalidRow.ts'
import { toSettings } from './settings.ts'
import { MODEL_SHA256 } from './tagger/generated/model.ts'
import type {
  Choices,
  CleaningOptions,
  Inspection,
  InvalidReason,
  InvalidRow,
  Note,
  Source,
} from './types.ts'

export type Written = { inspection: Inspection; contentHash: string; rows: number }

/**
 * The whole of cleaning: what can be lent of a file goes to `write` in order, everything else into the
 * inspection. Inspecting is the same walk with nothing written, so what was seen is what is lent.
 */
export const cleanTo = async (
  source: Source,
  choices: Choices,
  options: CleaningOptions,
  write: (bytes: Uint8Array) => void | Promise<void>,
): Promise<Written> => {
  const settings = toSettings(options)
  const log = createFindingLog(choices, settings.limits.listed)
  const opened = openSource(source, settings.limits, options)
  const pseudonymise: Pseudonymise = log.decisions.pseudonymises
    ? createPseudonyms(options.pseudonyms)
    : () => ''
  const plan = await planCleaning(opened, settings, options, choices, (row, index, column) => ({
    decide: (found) => log.decisions.decide(row, index, column, found),
    pseudonymise,
  }))
  for (const { column, name, found } of plan.named.found) log.add(0, column, name, found.text, found)

  const { format, encoding } = plan.recognised
  const decoded = await plan.decode()
  const tallies = plan.targets.map(({ column }) => tallyColumn(column))
  const formulas = plan.targets.map(() => 0)
  // Keys in the order RFC 8785 asks for: by UTF-16 code units, as the default sort has it.
  const order = plan.targets
    .map(({ column }, i) => ({ i, name: column.name, key: `${JSON.stringify(column.name)}:` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const encoder = new TextEncoder()
  const content = settings.sha256()
  const seen = createHashSet()
  const reasons: Partial<Record<InvalidReason, number>> = {}
  const invalid: InvalidRow[] = []
  let records = 0
  let rows = 0
  let duplicates = 0

  const setAside = (record: number, outcome: Exclude<RowOutcome, { values: unknown }>) => {
    log.decisions.setAside(record)
    reasons[outcome.reason] = (reasons[outcome.reason] ?? 0) + 1
    if (invalid.length < settings.limits.listed) invalid.push(toInvalidRow(record, outcome, settings.regions))
  }

  for await (const batch of decoded.batches) {
    const lines: string[] = []
    for (const row of batch) {
      records++
      if ('reason' in row) {
        setAside(row.record, { reason: row.reason, raw: row.values })
        continue
      }
      const outcome = cleanRow(row, plan.targets, settings, log, pseudonymise)
      if ('reason' in outcome) {
        setAside(row.record, outcome)
        continue
      }
      const { values } = outcome
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as (typeof values)[number]
        tallies[i]?.add(value)
        if (typeof value === 'string' && format.kind === 'table' && FORMULA.test(value)) {
          formulas[i] = (formulas[i] as number) + 1
        }
      }
      // Same bytes as canonicalJson of the row, without building the row: its names cannot be trusted as keys.
      lines.push(`{${order.map(({ i, key }) => key + JSON.stringify(values[i])).join(',')}}\n`)
    }
    if (lines.length === 0) continue
    rows += lines.length
    const bytes = encoder.encode(lines.join(''))
    content.update(bytes)
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(0x0a, from)
      const hash = settings.sha256()
      hash.update(bytes.subarray(from, end))
      if (!seen.add(hash.digest())) duplicates++
      from = end + 1
    }
    await write(bytes)
  }
  log.decisions.refuseUnknown()

  const notes: Note[] = [...plan.notes, ...log.notes()]
  for (const [i, count] of formulas.entries()) {
    if (count === 0) continue
    notes.push({
      code: 'formula-characters',
      column: plan.targets[i]?.column.name as string,
      count,
      text: 'Values begin like a formula; a spreadsheet may run them.',
    })
  }
  const schema = tallies.map((tally) => tally.report())
  const contentHash = bytesToHex(content.digest())
  const report = hashReport({
    report: 'usufruct-clean/2',
    kind: format.kind,
    format: format.name,
    encoding,
    settings: {
      missing: [...settings.missing],
      regions: settings.regions,
      dataset: options.dataset !== undefined,
      tagger: MODEL_SHA256,
    },
    records,
    rows,
    columns: schema,
    invalid: reasons,
    findings: log.counts(),
    kept: log.kept,
    added: log.added,
    duplicates: { exact: duplicates, near: 0 },
    notes,
    content: contentHash,
  })
  const inspection: Inspection = {
    kind: format.kind,
    format: format.name,
    encoding,
    rows,
    schema: report.body.columns,
    invalid,
    findings: log.listed,
    counts: { records, invalid: records - rows, findings: log.total() },
    duplicates: { exact: duplicates, near: 0 },
    rights: [],
    notes: [...plan.recognised.notes, ...notes],
    report,
  }
  return { inspection, contentHash, rows }
}

const FORMULA = /^[=+\-@\t]/
