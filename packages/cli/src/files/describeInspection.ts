import type { Inspection } from '@usufruct/cleaning/types'
import { plain } from '../io.ts'
import type { Style } from '../output/style.ts'
import { facts, table } from '../output/table.ts'

const shown = 20

/** What was found in a file, for a person to look over before anything leaves. Excerpts come masked. */
export const describeInspection = (name: string, inspection: Inspection, style: Style): string => {
  const { kind, format, encoding, rows, counts, findings, invalid, duplicates, notes, schema } = inspection
  const changed = findings.some(({ action }) => action !== 'keep')
  const parts = [
    `${style.bold(plain(name))}\n`,
    facts(
      [
        ['What it is', `${kind}, ${format}, ${encoding}`],
        ['Columns', schema.map((column) => `${column.name} (${column.type})`).join(', ') || '–'],
        ['Rows to lend', `${rows} of ${counts.records}`],
        ['Set aside', `${counts.invalid} that do not fit, ${duplicates.exact} that repeat another`],
        ['Personal data', counts.findings === 0 ? 'none found' : `${counts.findings} found`],
      ],
      style,
    ),
  ]
  if (findings.length > 0) {
    parts.push(
      '\n',
      table(
        [
          { title: 'Row', right: true },
          { title: 'Column' },
          { title: 'What' },
          { title: 'Seen' },
          { title: 'Will be' },
          { title: 'Id' },
        ],
        findings
          .slice(0, shown)
          .map(({ id, type, where, action, excerpt }) => [
            where.row === 0 ? 'names' : String(where.row),
            where.column,
            type,
            excerpt,
            actionWords[action],
            id,
          ]),
        style,
      ),
    )
    if (counts.findings > shown) parts.push(style.dim(`and ${counts.findings - shown} more\n`))
    if (changed)
      parts.push(
        style.dim(
          'Not personal data after all? --keep ID, or --keep-in COLUMN:TYPE.\nSomething else than removed? --action COLUMN:TYPE:pseudonymise, or generalise.\n',
        ),
      )
  }
  if (invalid.length > 0) {
    parts.push(
      '\n',
      table(
        [{ title: 'Row', right: true }, { title: 'Column' }, { title: 'Set aside because' }],
        invalid.slice(0, shown).map(({ row, column, reason }) => [String(row), column ?? '', reason]),
        style,
      ),
    )
    if (counts.invalid > shown) parts.push(style.dim(`and ${counts.invalid - shown} more\n`))
  }
  if (notes.length > 0)
    parts.push('\n', ...notes.map((note) => `${style.yellow('·')} ${plain(noteInWords(note))}\n`))
  return parts.join('')
}

const actionWords = {
  redact: 'removed',
  pseudonymise: 'a pseudonym',
  generalise: 'less exact',
  keep: 'kept',
} as const

/** What an action can be chosen for is named as the option takes it. */
const noteInWords = ({ text, column, count, finding }: Inspection['notes'][number]): string =>
  finding === undefined ? text : `${count ?? 0} in ${column}:${finding}. ${text}`

/** The same for a program, without the rows set aside: values of theirs may be anything. */
export const inspectionJson = (name: string, inspection: Inspection) => {
  const { kind, format, encoding, rows, schema, findings, counts, duplicates, notes, report } = inspection
  return {
    name,
    kind,
    format,
    encoding,
    rows,
    columns: schema.map(({ name, type, nullable, missing }) => ({ name, type, nullable, missing })),
    counts,
    duplicates,
    findings,
    invalid: inspection.invalid.map(({ row, column, reason }) => ({ row, column: column ?? null, reason })),
    notes,
    report: { version: report.version, hash: `0x${report.hash}` },
  }
}
