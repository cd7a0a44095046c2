import { CleaningError } from '../errors.ts'
import type { Decided, Redacted } from '../redact/redactText.ts'
import type { Note } from '../types.ts'
import { normaliseText } from './castCell.ts'

export type NamedColumns = {
  names: string[]
  found: { column: number; name: string; found: Decided & { text: string } }[]
  notes: Note[]
}

/** Names as written in the file to names that are present, distinct, safe, and, where they are redacted, nobody's
 * e-mail address. */
export const nameColumns = (
  written: readonly string[],
  redact: (column: number, name: string) => Redacted = (_, name) => ({ text: name, found: [] }),
): NamedColumns => {
  const result: NamedColumns = { names: [], found: [], notes: [] }
  const taken = new Set<string>()
  written.forEach((raw, column) => {
    const clean = normaliseText(raw).replace(/\s+/g, ' ')
    const redacted = redact(column, clean)
    let name = redacted.text
    if (name === '') {
      name = `column_${column + 1}`
      result.notes.push({ code: 'unnamed-column', column: name, text: 'The column has no name in the file.' })
    }
    if (name === '__proto__') {
      throw new CleaningError(
        'RESERVED_COLUMN',
        `Column ${column + 1} is called ${name}, which programs that read the data would trip over.`,
        'Rename the column.',
        { column: column + 1, name },
      )
    }
    const first = name
    for (let n = 2; taken.has(name); n++) name = `${first}_${n}`
    if (name !== first) {
      result.notes.push({
        code: 'duplicate-column',
        column: name,
        text: `There is more than one column "${first}".`,
      })
    }
    taken.add(name)
    result.names.push(name)
    for (const found of redacted.found) {
      result.found.push({ column, name, found: { ...found, text: clean.slice(found.start, found.end) } })
    }
  })
  return result
}
