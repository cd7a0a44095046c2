import type { StandsOut } from './anonymity/standsOut.ts'
import { findCards } from './detect/card.ts'
import type { Found } from './detect/detector.ts'
import { findByRules } from './detect/findByRules.ts'
import { spansOfMarkers } from './detect/markers.ts'
import type { DecodedRow } from './formats/format.ts'
import { generaliseCell } from './generalise/byFinding.ts'
import type { Target } from './planCleaning.ts'
import type { Pseudonymise } from './redact/pseudonyms.ts'
import { type Decided, type Redaction, redactText, replacementOf } from './redact/redactText.ts'
import type { FindingLog, LoggedFinding } from './report/findingLog.ts'
import { type Cast, castCell } from './schema/castCell.ts'
import type { Settings } from './settings.ts'
import type { Cell, InvalidReason } from './types.ts'

export type RowOutcome =
  | { values: Cell[] /** Places of the values that were made coarser. */; coarsened: readonly number[] }
  | { reason: InvalidReason; column?: string; at?: number; raw: readonly (Cell | undefined)[] }

/** A decoded row to the values that are lent, or the first reason why it is not. */
export const cleanRow = (
  row: Extract<DecodedRow, { cells: unknown }>,
  targets: readonly Target[],
  settings: Settings,
  log: FindingLog,
  pseudonymise: Pseudonymise,
  standsOut?: StandsOut,
  byModel?: (text: string) => readonly Found[],
): RowOutcome => {
  const values: Cell[] = []
  const coarsened: number[] = []
  const add = (value: Cell, { coarsen }: Target) => {
    const coarse = coarsen ? coarsen(value) : value
    if (coarse !== value) coarsened.push(values.length)
    values.push(coarse)
  }
  const findings: LoggedFinding[] = []
  for (const target of targets) {
    const { column, from } = target
    const cast = castTarget(row.cells, target, settings)
    if ('reason' in cast) return { reason: cast.reason, column: column.name, at: from, raw: row.cells }
    const { value } = cast
    if (!isLookedAt(value, target)) {
      add(value, target)
      continue
    }
    const before = findings.length
    const note = (text: string, span: Decided) =>
      findings.push([row.record, from, column.name, text.slice(span.start, span.end), span])
    const redaction = {
      ...redactionOf(log, row.record, from, column.name, pseudonymise),
      byModel: typeof value === 'string' && target.judgement.prose ? (byModel?.(value) ?? []) : [],
    }
    const cleaned =
      typeof value === 'string' && column.type === 'string'
        ? cleanText(value, row.record, target, settings, log, redaction, note)
        : cleanTyped(value, target, redaction, note)
    if (cleaned === null && value !== null && !column.nullable) {
      findings.length = before
      return { reason: 'personal-data', column: column.name, at: from, raw: row.cells }
    }
    add(cleaned, target)
  }
  if (standsOut?.(values)) return { reason: 'stands-out', raw: row.cells }
  // Only now: a row that is set aside leaves no findings, since nothing of it is lent.
  for (const finding of findings) log.add(...finding)
  return { values, coarsened }
}

/** What a column holds of a decoded row: mapped, converted and of its type, or the reason why it is not. */
export const castTarget = (
  cells: readonly (Cell | undefined)[],
  { column, from, decimalComma, prepare }: Target,
  { missing }: Settings,
): Cast => {
  const given = from < 0 ? null : cells[from]
  return castCell(prepare ? prepare(given, decimalComma) : given, column, { missing, decimalComma })
}

/** Figures, days and answers of most columns cannot hold anything. */
const isLookedAt = (value: Cell, { column, judgement: { whole } }: Target): boolean => {
  if (value === null || typeof value === 'boolean' || value === '') return false
  if (whole !== undefined || column.type === 'string') return true
  return typeof value === 'number' && column.type === 'integer' && Math.abs(value) >= LEAST_CARD
}

const LEAST_CARD = 1e12

type CellRedaction = Redaction & { decideWhole: Redaction['decide'] }

const redactionOf = (
  { decisions }: FindingLog,
  row: number,
  index: number,
  column: string,
  pseudonymise: Pseudonymise,
): CellRedaction => ({
  decide: (found) => decisions.decide(row, index, column, found),
  decideWhole: (found) => decisions.decideWhole(row, index, column, found),
  pseudonymise,
})

type Note = (text: string, span: Decided) => void

const cleanText = (
  value: string,
  row: number,
  { column, phoneColumn, judgement }: Target,
  settings: Settings,
  { decisions }: FindingLog,
  redaction: CellRedaction,
  note: Note,
): string => {
  const added = decisions.additionsIn(row, column.name, value.length)
  const context = { column: column.name, regions: settings.regions, phoneColumn, prose: judgement.prose }
  const { whole } = judgement
  const done = whole && added.length === 0 ? spansOfMarkers(value) : undefined
  // Whoever keeps the names in a column has not said that an e-mail address among them may stay.
  if (whole && done?.length === 0 && findByRules(value, context, done).every(({ type }) => type === whole)) {
    const span = { start: 0, end: value.length, type: whole }
    const decision = redaction.decideWhole(span)
    note(value, { ...span, decision })
    return replacementOf(decision, whole, value, redaction.pseudonymise) ?? value
  }
  const redacted = redactText(value, context, { ...redaction, added })
  for (const span of redacted.found) note(value, span)
  return redacted.text
}

/** Numbers, days and answers cannot hold a marker: what may not stay and has nothing coarser becomes no value. */
const cleanTyped = (
  value: Cell,
  { column, judgement: { whole } }: Target,
  redaction: CellRedaction,
  note: Note,
): Cell => {
  if (value === null || typeof value === 'boolean') return value
  const text = String(value)
  if (typeof value === 'number' && column.type === 'integer' && Math.abs(value) >= LEAST_CARD) {
    let result: Cell = value
    for (const span of findCards(text)) {
      const card = { ...span, type: 'card' as const }
      const decision = redaction.decide(card)
      note(text, { ...card, decision })
      if (decision !== 'keep') result = null
    }
    return result
  }
  if (!whole) return value
  const span = { start: 0, end: text.length, type: whole }
  const decision = redaction.decideWhole(span)
  note(text, { ...span, decision })
  if (decision === 'keep' || decision === 'note') return value
  return decision === 'generalise' ? generaliseCell(whole, value) : null
}
