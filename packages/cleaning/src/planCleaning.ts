import { decodeText } from './decodeText.ts'
import { CleaningError } from './errors.ts'
import type { Decoded } from './formats/format.ts'
import type { OpenSource } from './openSource.ts'
import { type Recognised, recognise } from './recognise/recognise.ts'
import { surveyBytes } from './recognise/surveyBytes.ts'
import type { Redaction } from './redact/redactText.ts'
import { type Inferred, inferColumn, isPhoneColumn } from './schema/inferColumns.ts'
import { type Judgement, judgeColumn } from './schema/judgeColumn.ts'
import { mapColumns } from './schema/mapColumns.ts'
import { type NamedColumns, nameColumns } from './schema/nameColumns.ts'
import { newProfile, profileColumns } from './schema/profileColumns.ts'
import type { Settings } from './settings.ts'
import type { Choices, CleaningOptions, ColumnType, DatasetColumn, Note } from './types.ts'

/** One column that is lent, and where its values come from. */
export type Target = {
  column: DatasetColumn
  /** Index in the decoded cells, or -1 for a dataset's column that the file does not have. */
  from: number
  decimalComma: boolean
  phoneColumn: boolean
  judgement: Judgement
}

export type Plan = {
  recognised: Recognised
  named: NamedColumns
  targets: Target[]
  notes: Note[]
  decode(): Promise<Decoded>
}

/** Two passes over the file, which hold no rows: what its bytes are, and what its columns are. */
export const planCleaning = async (
  source: OpenSource,
  settings: Settings,
  options: CleaningOptions,
  choices: Choices,
  redactionOf: (row: number, column: number, name: string) => Redaction,
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
  for await (const batch of decoded.batches) profiling.add(batch)

  const named = nameColumns(decoded.columns, settings.regions, (column, name) => redactionOf(0, column, name))
  // All records that mention a column may have been set aside.
  const profileOf = (i: number) => profiling.profiles[i] ?? newProfile()
  const inferred = named.names.map((name, i) => inferColumn(name, profileOf(i)))
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
  for (const { column } of [...(choices.keepIn ?? []), ...(choices.actionsIn ?? []), ...(choices.add ?? [])])
    requireColumn(named.names, column)
  const judge = (name: string, type: ColumnType, i: number) =>
    judgeColumn(name, type, profileOf(i), format.kind === 'text', settings.regions)
  const targets = options.dataset
    ? toDatasetTargets(named.names, inferred, options.dataset, dropped, notes, judge)
    : toOwnTargets(inferred, dropped, judge)
  for (const { from } of targets) notes.push(...(inferred[from]?.notes ?? []))
  if (encoding === 'windows-1252') {
    notes.push({ code: 'windows-1252', text: 'The file is not UTF-8; its bytes read well as Windows-1252.' })
  }
  return { recognised, named, targets, notes, decode: () => decodePass('cleaning') }
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

type Judge = (name: string, type: ColumnType, from: number) => Judgement

const toOwnTargets = (inferred: readonly Inferred[], dropped: ReadonlySet<string>, judge: Judge): Target[] =>
  inferred.flatMap(({ column, decimalComma }, from) => {
    if (dropped.has(column.name)) return []
    const phoneColumn = isPhoneColumn(column.name)
    return [{ column, from, decimalComma, phoneColumn, judgement: judge(column.name, column.type, from) }]
  })

const toDatasetTargets = (
  names: readonly string[],
  inferred: readonly Inferred[],
  dataset: readonly DatasetColumn[],
  dropped: ReadonlySet<string>,
  notes: Note[],
  judge: Judge,
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
      judgement: judge(names[from] ?? column.name, column.type, from),
    }
  })
}
