import type { RowOutcome } from '../cleanRow.ts'
import { redactText } from '../redact/redactText.ts'
import type { Cell, InvalidRow } from '../types.ts'

const SHOWN_VALUES = 50
const SHOWN_CHARACTERS = 200

/** Enough of a row for its owner to find and mend it; what is printed of it may end up in a log. */
export const toInvalidRow = (
  row: number,
  { reason, column, at, raw }: Exclude<RowOutcome, { values: unknown }>,
  regions: readonly string[],
): InvalidRow => {
  // The value at fault comes along, however far right it stands.
  const shown = raw.slice(0, SHOWN_VALUES)
  if (at !== undefined && at >= SHOWN_VALUES) shown.push(raw[at])
  const context = { column: column ?? '', regions, phoneColumn: false }
  const values = shown.map((value): Cell => {
    if (typeof value !== 'string')
      return value === undefined
        ? null
        : Number.isFinite(value) || typeof value !== 'number'
          ? value
          : String(value)
    const { text } = redactText(value.slice(0, SHOWN_CHARACTERS), context, () => false)
    return value.length > SHOWN_CHARACTERS ? `${text}…` : text
  })
  return { row, ...(column === undefined ? {} : { column }), reason, values }
}
