import type { RowOutcome } from '../cleanRow.ts'
import { FINDING_TYPES, isDirect } from '../detect/findingTypes.ts'
import { type Redaction, redactText } from '../redact/redactText.ts'
import type { Cell, InvalidRow } from '../types.ts'

const SHOWN_VALUES = 50
const SHOWN_CHARACTERS = 200
const PROSE_WORDS = 4

const MASK: Redaction = {
  decide: ({ type }) => (isDirect(type) ? 'redact' : 'note'),
  pseudonymise: (type) => FINDING_TYPES[type].marker,
}

/** Enough of a row for its owner to find and mend it; what is printed of it may end up in a log. */
export const toInvalidRow = (
  row: number,
  { reason, column, at, raw }: Exclude<RowOutcome, { values: unknown }>,
  regions: readonly string[],
): InvalidRow => {
  // The value at fault comes along, however far right it stands.
  const shown = raw.slice(0, SHOWN_VALUES)
  if (at !== undefined && at >= SHOWN_VALUES) shown.push(raw[at])
  const values = shown.map((value): Cell => {
    if (typeof value !== 'string')
      return value === undefined
        ? null
        : Number.isFinite(value) || typeof value !== 'number'
          ? value
          : String(value)
    const start = value.slice(0, SHOWN_CHARACTERS)
    const prose = start.split(/\s+/).length >= PROSE_WORDS
    const { text } = redactText(start, { column: column ?? '', regions, phoneColumn: false, prose }, MASK)
    return value.length > SHOWN_CHARACTERS ? `${text}…` : text
  })
  return { row, ...(column === undefined ? {} : { column }), reason, values }
}
