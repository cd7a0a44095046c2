import type { Inspection, PictureFinding } from '@usufruct/cleaning/types'
import { plain } from '../io.ts'
import type { Style } from '../output/style.ts'
import { facts, table } from '../output/table.ts'
import { describeQuality } from './describeQuality.ts'

const shown = 20

/** What was found in a file, for a person to look over before anything leaves. Excerpts come masked. */
export const describeInspection = (name: string, inspection: Inspection, style: Style): string => {
  const { kind, format, encoding, rows, counts, findings, invalid, duplicates, mapping, notes, schema } =
    inspection
  const changed = findings.some(({ action }) => action !== 'keep')
  const parts = [
    `${style.bold(plain(name))}\n`,
    facts(
      [
        ['What it is', `${kind}, ${format}, ${encoding}`],
        ['Columns', schema.map((column) => `${column.name} (${column.type})`).join(', ') || '–'],
        ['Rows to lend', `${rows} of ${counts.records}`],
        ['Set aside', `${counts.invalid} that do not fit, ${duplicates.exact} that repeat another`],
        ['Nearly the same', `${duplicates.near} that say nearly what an earlier row says`],
        ['Personal data', counts.findings === 0 ? 'none found' : `${counts.findings} found`],
      ],
      style,
    ),
    describeQuality(inspection, style),
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
  parts.push(...describePictures(inspection, style))
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
  if (mapping.length > 0) {
    parts.push(
      '\n',
      table(
        [{ title: 'Column of the file' }, { title: 'becomes' }, { title: 'and is changed by' }],
        mapping.map(({ from, to, unit, values }) => [
          from,
          to,
          [
            ...(unit ? [`${unit.from} to ${unit.to}`] : []),
            ...(values ? [`${Object.keys(values).length} values`] : []),
          ].join(', '),
        ]),
        style,
      ),
    )
  }
  if (notes.length > 0)
    parts.push('\n', ...notes.map((note) => `${style.yellow('·')} ${plain(noteInWords(note))}\n`))
  return parts.join('')
}

const willBe: Record<PictureFinding['action'], string> = {
  strip: 'removed',
  flag: 'lent as it is',
  cover: 'covered',
  keep: 'kept',
}

/** What is removed from pictures, and what is to be seen in them. */
const describePictures = ({ pictureFindings = [], counts }: Inspection, style: Style): string[] => {
  const parts: string[] = []
  if (pictureFindings.length > 0) {
    parts.push(
      '\n',
      table(
        [
          { title: 'Picture', right: true },
          { title: 'What' },
          { title: 'Seen' },
          { title: 'Will be' },
          { title: 'Id' },
        ],
        pictureFindings
          .slice(0, shown)
          .map(({ id, type, where, action, excerpt }) => [
            String(where.row),
            type,
            plain([excerpt, ...(where.tags ?? []).slice(0, 4)].join(', ')),
            willBe[action],
            action === 'strip' ? '' : id,
          ]),
        style,
      ),
    )
    if (counts.findings > shown) parts.push(style.dim(`and ${counts.findings - shown} more\n`))
    if (pictureFindings.some(({ action }) => action === 'flag'))
      parts.push(style.dim('Not for others to see? --cover ID, or --cover-all face.\n'))
  }
  return parts
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
  const {
    kind,
    format,
    encoding,
    rows,
    schema,
    counts,
    duplicates,
    mapping,
    rights,
    quality,
    generalised,
    anonymity,
    notes,
    report,
  } = inspection
  return {
    name,
    kind,
    format,
    encoding,
    rows,
    schema,
    counts,
    duplicates,
    nearDuplicates: inspection.nearDuplicates,
    mapping,
    rights,
    ...(quality ? { quality } : {}),
    ...(generalised ? { generalised } : {}),
    ...(anonymity ? { anonymity } : {}),
    findings: [...inspection.findings, ...(inspection.pictureFindings ?? [])],
    invalid: inspection.invalid.map(({ row, column, reason }) => ({ row, column: column ?? null, reason })),
    notes,
    report: { version: report.version, hash: `0x${report.hash}` },
  }
}
