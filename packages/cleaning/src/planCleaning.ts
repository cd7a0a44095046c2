import { decodeText } from './decodeText.ts'
import type { Found } from './detect/detector.ts'
import { createTextColumns } from './duplicates/near/textColumns.ts'
import { CleaningError } from './errors.ts'
import type { Decoded } from './formats/format.ts'
import type { OpenSource } from './openSource.ts'
import { type Recognised, recognise } from './recognise/recognise.ts'
import { surveyBytes } from './recognise/surveyBytes.ts'
import { type Inferred, inferColumn, isPhoneColumn } from './schema/inferColumns.ts'
import { mapColumns } from './schema/mapColumns.ts'
import { type NamedColumns, nameColumns } from './schema/nameColumns.ts'
import { type Profile, profileColumns } from './schema/profileColumns.ts'
import type { Settings } from './settings.ts'
import type { Choices, CleaningOptions, DatasetColumn, Note } from './types.ts'

/** One column that is lent, and where its values come from. */
export type Target = {
  column: DatasetColumn
  /** Index in the decoded cells, or -1 for a dataset's column that the file does not have. */
  from: number
  decimalComma: boolean
  phoneColumn: boolean
}

export type Plan = {
  recognised: Recognised
  named: NamedColumns
  targets: Target[]
  notes: Note[]
  /** Whether a column of the file holds texts, which near-duplicates are looked for in. */
  isText(column: number): boolean
  decode(): Promise<Decoded>
}

/** Two passes over the file, which hold no rows: what its bytes are, and what its columns are. */
export const planCleaning = async (
  source: OpenSource,
  settings: Settings,
  options: CleaningOptions,
  choices: Choices,
  isKept: (column: number, row: number, found: Found) => boolean,
): Promise<Plan> => {
  const recognised = await recognise(source.name, await surveyBytes(source.pass('reading')))
  const { format, encoding, head } = recognised
  const decodePass = (phase: 'understanding' | 'cleaning') =>
    format.decode(decodeText(source.pass(phase), encoding), {
      head,
      limits: settings.limits,
      header: options.header,
    })

  const decoded = await decodePass('understanding')
  const fromText = format.name === 'csv' || format.name === 'text'
  const profiling = profileColumns(settings.missing, fromText)
  const textColumns = createTextColumns()
  for await (const batch of decoded.batches) {
    profiling.add(batch)
    textColumns.add(batch)
  }

  const named = nameColumns(decoded.columns, settings.regions, (column, found) => isKept(column, 0, found))
  const inferred = named.names.map((name, i) => inferColumn(name, profiling.profiles[i] ?? NOTHING_SEEN))
  const notes = [...decoded.notes, ...named.notes]
  for (const [column, count] of decoded.nested) {
    notes.push({
      code: 'nested-values',
      column: named.names[column] as string,
      count,
      text: 'Nested values are kept as canonical JSON text.',
    })
  }
  const dropped = toDropped(named.names, choices)
  for (const name of dropped)
    notes.push({ code: 'dropped-column', column: name, text: 'The column stays at home.' })
  for (const { column } of choices.keepIn ?? []) requireColumn(named.names, column)
  const targets = options.dataset
    ? toDatasetTargets(named.names, inferred, options.dataset, dropped, notes)
    : toOwnTargets(inferred, dropped)
  for (const { from } of targets) notes.push(...(inferred[from]?.notes ?? []))
  if (encoding === 'windows-1252') {
    notes.push({ code: 'windows-1252', text: 'The file is not UTF-8; its bytes read well as Windows-1252.' })
  }
  const { isText } = textColumns
  return { recognised, named, targets, notes, isText, decode: () => decodePass('cleaning') }
}

// All records that mention a column were set aside.
const NOTHING_SEEN: Profile = {
  present: 0,
  missing: 0,
  could: 0,
  numeric: 0,
  notFinite: 0,
  jsonText: false,
  cards: 0,
  largeIntegers: 0,
  slashDates: 0,
  clearCommas: 0,
  commas: 0,
}

const requireColumn = (names: readonly string[], column: string) => {
  if (names.includes(column)) return
  throw new CleaningError(
    'UNKNOWN_COLUMN',
    `The file has no column "${column}".`,
    'Use the names that an inspection of the file gives.',
    { column, found: names.slice(0, 100) },
  )
}

const toDropped = (names: readonly string[], { dropColumns = [] }: Choices): ReadonlySet<string> => {
  for (const column of dropColumns) requireColumn(names, column)
  return new Set(dropColumns)
}

const toOwnTargets = (inferred: readonly Inferred[], dropped: ReadonlySet<string>): Target[] =>
  inferred.flatMap(({ column, decimalComma }, from) =>
    dropped.has(column.name) ? [] : [{ column, from, decimalComma, phoneColumn: isPhoneColumn(column.name) }],
  )

const toDatasetTargets = (
  names: readonly string[],
  inferred: readonly Inferred[],
  dataset: readonly DatasetColumn[],
  dropped: ReadonlySet<string>,
  notes: Note[],
): Target[] => {
  const offered = names.map((name) => (dropped.has(name) ? '' : name))
  const mapping = mapColumns(offered, dataset)
  const used = new Set(mapping)
  for (const [i, name] of offered.entries()) {
    if (name === '' || used.has(i)) continue
    notes.push({
      code: 'unmapped-column',
      column: name,
      text: 'The dataset has no such column, so it stays at home.',
    })
  }
  return dataset.map((column, i) => {
    const from = mapping[i] as number
    return {
      column,
      from,
      decimalComma: inferred[from]?.decimalComma ?? false,
      phoneColumn: isPhoneColumn(column.name) || isPhoneColumn(names[from] ?? ''),
    }
  })
}
