import { bytesToHex } from '@noble/hashes/utils.js'
import { WANTED_K } from './anonymity/measureAnonymity.ts'
import { quasiIdentifiers } from './anonymity/quasiIdentifiers.ts'
import { countStandingOut } from './anonymity/standsOut.ts'
import { openOnly } from './archive/expandArchive.ts'
import { cleanRow, type RowOutcome } from './cleanRow.ts'
import { createHashSet } from './duplicates/hashSet.ts'
import { createNearRows } from './duplicates/near/nearRows.ts'
import { lentRows } from './lentRows.ts'
import { cleanPictures } from './pictures/cleanPictures.ts'
import { recognisePictures } from './pictures/readPictures.ts'
import { planCleaning } from './planCleaning.ts'
import { createPseudonyms, type Pseudonymise } from './redact/pseudonyms.ts'
import { createFindingLog } from './report/findingLog.ts'
import { hashReport } from './report/hashReport.ts'
import { toInvalidRow } from './report/toInvalidRow.ts'
import { watchCoarsened } from './report/watchCoarsened.ts'
import { watchRows } from './report/watchRows.ts'
import { createRowLines } from './rowLines.ts'
import { toSettings } from './settings.ts'
import { MODEL_SHA256 } from './tagger/generated/model.ts'
import { askModel, modelNotes } from './transformer/askModel.ts'
import type {
  Cell,
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
  const opened = await openOnly(source, settings.limits, options)
  const pictures = await recognisePictures(opened, settings.limits)
  if (pictures) return cleanPictures(pictures, settings, choices, options, write)
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
  const columns = plan.targets.map(({ column }) => column)
  const { listed } = settings.limits
  const k = choices.k ?? options.anonymity?.k ?? WANTED_K
  const quasi = quasiIdentifiers(columns, options.anonymity?.columns)
  const watch = watchRows(columns, { kind: format.kind, listed, k, quasi })
  const coarse = watchCoarsened(plan.targets, choices.generalise ?? [])
  const standsOut =
    choices.k === undefined || quasi.length === 0
      ? undefined
      : await countStandingOut(lentRows(plan, settings, choices, pseudonymise, options), quasi, k)
  const lineOf = createRowLines(columns)
  const encoder = new TextEncoder()
  const content = settings.sha256()
  const seen = createHashSet()
  const textColumns = plan.targets.flatMap(({ from }, i) => (plan.isText(from) ? [i] : []))
  const near = createNearRows(textColumns, settings.limits.listed)
  const reasons: Partial<Record<InvalidReason, number>> = {}
  const invalid: InvalidRow[] = []
  let aside: InvalidRow[] = []
  let records = 0
  let rows = 0
  let duplicates = 0

  const setAside = (record: number, outcome: Exclude<RowOutcome, { values: unknown }>) => {
    log.decisions.setAside(record)
    reasons[outcome.reason] = (reasons[outcome.reason] ?? 0) + 1
    if (invalid.length >= settings.limits.listed && !options.onInvalid) return
    const row = toInvalidRow(record, outcome, settings.regions)
    if (invalid.length < settings.limits.listed) invalid.push(row)
    aside.push(row)
  }

  for await (const batch of decoded.batches) {
    const byModel = await askModel(options, batch, plan.targets, settings)
    const lines: string[] = []
    const written: { record: number; values: Cell[] }[] = []
    for (const row of batch) {
      records++
      if ('reason' in row) {
        setAside(row.record, { reason: row.reason, raw: row.values })
        continue
      }
      const outcome = cleanRow(row, plan.targets, settings, log, pseudonymise, standsOut, byModel)
      if ('reason' in outcome) {
        setAside(row.record, outcome)
        continue
      }
      const { values, coarsened } = outcome
      watch.add(values, row.record)
      coarse.add(coarsened)
      lines.push(lineOf(values))
      if (textColumns.length > 0) written.push({ record: row.record, values })
      options.onLine?.(row.record)
    }
    if (aside.length > 0) await options.onInvalid?.(aside)
    aside = []
    if (lines.length === 0) continue
    const bytes = encoder.encode(lines.join(''))
    content.update(bytes)
    for (let from = 0, i = 0; from < bytes.length; i++) {
      const end = bytes.indexOf(0x0a, from)
      const hash = settings.sha256()
      hash.update(bytes.subarray(from, end))
      from = end + 1
      const row = written[i]
      if (!seen.add(hash.digest())) duplicates++
      else if (row) {
        const fingerprint = near.add(row.record, row.values)
        if (fingerprint) await options.onFingerprint?.(rows + i, fingerprint)
      }
    }
    rows += lines.length
    await watch.settle()
    await write(bytes)
  }
  log.decisions.refuseUnknown()

  const seenRows = await watch.report(records)
  const notes = [...plan.notes, ...log.notes(), ...seenRows.notes, ...modelNotes(options)]
  if (choices.k !== undefined && quasi.length === 0) notes.push(noQuasiIdentifiers(k))
  const anonymity = seenRows.anonymity === undefined ? {} : { anonymity: seenRows.anonymity }
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
      ...(options.model ? { model: options.model.sha256 } : {}),
    },
    ...(plan.mapping.length > 0 ? { mapping: plan.mapping } : {}),
    records,
    rows,
    columns: seenRows.columns,
    invalid: reasons,
    findings: log.counts(),
    kept: log.kept,
    added: log.added,
    duplicates: { exact: duplicates, near: near.count() },
    quality: seenRows.quality,
    ...coarse.report(),
    ...anonymity,
    rights: seenRows.rightsTallies,
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
    duplicates: report.body.duplicates,
    nearDuplicates: near.matches,
    mapping: plan.mapping,
    quality: { ...seenRows.quality, ...report.body.quality },
    histograms: seenRows.histograms,
    ...coarse.report(),
    ...(report.body.anonymity === undefined ? {} : { anonymity: report.body.anonymity }),
    rights: seenRows.rights,
    notes: [...plan.recognised.notes, ...notes],
    report,
  }
  return { inspection, contentHash, rows }
}

const noQuasiIdentifiers = (k: number): Note => ({
  code: 'no-quasi-identifiers',
  text: `No columns are known here that together single somebody out, so nothing was done to have ${k} rows alike.`,
})
