import { findCards } from './detect/card.ts'
import type { DecodedRow } from './formats/format.ts'
import type { Target } from './planCleaning.ts'
import { redactText } from './redact/redactText.ts'
import type { FindingLog, LoggedFinding } from './report/findingLog.ts'
import { castCell } from './schema/castCell.ts'
import type { Settings } from './settings.ts'
import type { Cell, InvalidReason } from './types.ts'

export type RowOutcome =
  | { values: Cell[] }
  | { reason: InvalidReason; column?: string; at?: number; raw: readonly (Cell | undefined)[] }

/** A decoded row to the values that are lent, or the first reason why it is not. */
export const cleanRow = (
  row: Extract<DecodedRow, { cells: unknown }>,
  targets: readonly Target[],
  settings: Settings,
  log: FindingLog,
): RowOutcome => {
  const values: Cell[] = []
  const findings: LoggedFinding[] = []
  for (const target of targets) {
    const { column, from } = target
    const given = from < 0 ? null : row.cells[from]
    const raw = target.prepare ? target.prepare(given, target.decimalComma) : given
    const cast = castCell(raw, column, { missing: settings.missing, decimalComma: target.decimalComma })
    if ('reason' in cast) return { reason: cast.reason, column: column.name, at: from, raw: row.cells }
    const { value } = cast
    const before = findings.length
    const cleaned = cleanValue(value, row.record, target, settings, log, findings)
    if (cleaned === null && value !== null && !column.nullable) {
      findings.length = before
      return { reason: 'personal-data', column: column.name, at: from, raw: row.cells }
    }
    values.push(cleaned)
  }
  // Only now: a row that is set aside leaves no findings, since nothing of it is lent.
  for (const finding of findings) log.add(...finding)
  return { values }
}

const cleanValue = (
  value: Cell,
  row: number,
  { column, from, phoneColumn }: Target,
  settings: Settings,
  log: FindingLog,
  findings: LoggedFinding[],
): Cell => {
  if (typeof value === 'number') {
    if (column.type !== 'integer' || Math.abs(value) < 1e12) return value
    const text = String(value)
    let result: Cell = value
    for (const span of findCards(text)) {
      const found = { ...span, type: 'card' as const }
      const kept = log.keeps(row, from, column.name, found)
      findings.push([row, from, column.name, text.slice(span.start, span.end), { ...found, kept }])
      // A number cannot hold a marker.
      if (!kept) result = null
    }
    return result
  }
  if (typeof value !== 'string' || column.type !== 'string' || value === '') return value
  const context = { column: column.name, regions: settings.regions, phoneColumn }
  const { text, found } = redactText(value, context, (span) => log.keeps(row, from, column.name, span))
  for (const span of found) findings.push([row, from, column.name, value.slice(span.start, span.end), span])
  return text
}
