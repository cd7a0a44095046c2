import { decodeText } from './decodeText.ts'
import { createTextColumns } from './duplicates/near/textColumns.ts'
import { CleaningError } from './errors.ts'
import { decodeBytes } from './formats/decodeBytes.ts'
import type { Decoded } from './formats/format.ts'
import { type Coarsen, coarsenTo } from './generalise/byColumn.ts'
import type { OpenSource } from './openSource.ts'
import { isLegacyEncoding } from './recognise/legacyEncoding.ts'
import { type Recognised, recognise } from './recognise/recognise.ts'
import { surveyBytes } from './recognise/surveyBytes.ts'
import { type Redaction, redactText } from './redact/redactText.ts'
import { type Inferred, inferColumn, isPhoneColumn } from './schema/inferColumns.ts'
import { type Judgement, judgeColumn } from './schema/judgeColumn.ts'
import { apply, type MappedColumn, mapColumns } from './schema/mapColumns.ts'
import { type NamedColumns, nameColumns } from './schema/nameColumns.ts'
import { parseMapping } from './schema/parseMapping.ts'
import { newProfile } from './schema/profileCell.ts'
import { profileColumns } from './schema/profileColumns.ts'
import type { Settings } from './settings.ts'
import type {
  AppliedMapping,
  Choices,
  CleaningOptions,
  ColumnType,
  DatasetColumn,
  Mapping,
  Note,
} from './types.ts'

/** One column that is lent, and where its values come from. */
export type Target = {
  column: DatasetColumn
  /** Index in the decoded cells, or -1 for a dataset's column that the file does not have. */
  from: number
  decimalComma: boolean
  phoneColumn: boolean
  prepare?: MappedColumn['prepare']
  judgement: Judgement
  /** What the member chose to make its values coarser by. */
  coarsen?: Coarsen
}

export type Plan = {
  recognised: Recognised
  named: NamedColumns
  targets: Target[]
  notes: Note[]
  /** Whether a column of the file holds texts, which near-duplicates are looked for in. */
  isText(column: number): boolean
  /** What is not simply the same column under the same name. */
  mapping: AppliedMapping[]
  decode(phase?: 'understanding' | 'cleaning'): Promise<Decoded>
}

const NOT_LOOKED_AT: Judgement = { prose: false }

/** Two passes over the file, which hold no rows: what its bytes are, and what its columns are. Without a redaction
 * no personal data is looked for. */
export const planCleaning = async (
  source: OpenSource,
  settings: Settings,
  options: CleaningOptions,
  choices: Choices,
  redactionOf?: (row: number, column: number, name: string) => Redaction,
): Promise<Plan> => {
  const survey = await surveyBytes(source.pass('reading'))
  const recognised = await recognise(source.name, survey, await source.bytes('reading'), options.encoding)
  const { format, encoding } = recognised
  const decodePass = async (phase: 'understanding' | 'cleaning') => {
    const context = { limits: settings.limits, header: options.header, sheet: options.sheet }
    if (recognised.head === undefined)
      return decodeBytes(recognised.format, await source.bytes(phase), context)
    return recognised.format.decode(decodeText(source.pass(phase), recognised.encoding), {
      ...context,
      head: recognised.head,
    })
  }

  const decoded = await decodePass('understanding')
  const profiling = profileColumns(settings.missing, !format.typed)
  const textColumns = createTextColumns()
  for await (const batch of decoded.batches) {
    profiling.add(batch)
    textColumns.add(batch)
  }

  const asText = { column: '', regions: settings.regions, phoneColumn: false, prose: false }
  const named = nameColumns(
    decoded.columns,
    redactionOf && ((column, name) => redactText(name, asText, redactionOf(0, column, name))),
  )
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
  const judge = (name: string, type: ColumnType, i: number) =>
    redactionOf === undefined
      ? NOT_LOOKED_AT
      : judgeColumn(name, type, profileOf(i), format.kind === 'text', settings.regions)
  const mapping: AppliedMapping[] = []
  const chosen = options.mapping === undefined ? [] : parseMapping(options.mapping)
  const planned = options.dataset
    ? toDatasetTargets(named.names, inferred, options.dataset, chosen, dropped, notes, mapping, judge)
    : toOwnTargets(named.names, inferred, chosen, dropped, mapping, judge)
  requireChosen(choices, planned, named)
  const targets = coarser(planned, choices.generalise ?? [], options.dataset !== undefined)
  for (const { from } of targets) notes.push(...(inferred[from]?.notes ?? []))
  if (encoding === 'windows-1252') {
    notes.push({ code: 'windows-1252', text: 'The file is not UTF-8; its bytes read well as Windows-1252.' })
  }
  if (isLegacyEncoding(encoding)) {
    notes.push({
      code: 'legacy-encoding',
      text: `The file is not UTF-8; its bytes read best as ${encoding}. Look whether the letters are right.`,
    })
  }
  const { isText } = textColumns
  return {
    recognised,
    named,
    targets,
    notes,
    isText,
    mapping,
    decode: (phase = 'cleaning') => decodePass(phase),
  }
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

/** Choices name columns as they are lent; a name with a finding in it goes by what is left of it. */
const requireChosen = (choices: Choices, targets: readonly Target[], named: NamedColumns) => {
  const lent = new Set([...targets.map(({ column }) => column.name), ...named.found.map(({ name }) => name)])
  const { keepIn = [], actionsIn = [], add = [], generalise = [] } = choices
  for (const { column } of [...keepIn, ...actionsIn, ...add, ...generalise]) {
    if (lent.has(column)) continue
    const renamed = targets.find(({ from }) => named.names[from] === column)?.column.name
    throw new CleaningError(
      'UNKNOWN_COLUMN',
      `What would be lent has no column "${column.slice(0, 200)}".`,
      renamed === undefined
        ? 'Use the names that an inspection of the file gives.'
        : `It is lent as "${renamed}": use that name.`,
      { column: column.slice(0, 200), found: [...lent].slice(0, 100) },
    )
  }
}

/** Without a dataset a column may lack values whatever was seen in it, so it can also be emptied. */
const coarser = (
  targets: readonly Target[],
  chosen: NonNullable<Choices['generalise']>,
  hasDataset: boolean,
): Target[] =>
  targets.map((target) => {
    const to = chosen.find(({ column }) => column === target.column.name)?.to
    if (to === undefined) return target
    const column = hasDataset ? target.column : { ...target.column, nullable: true }
    return { ...target, column, coarsen: coarsenTo(column, to) }
  })

const toDropped = (names: readonly string[], { dropColumns = [] }: Choices): ReadonlySet<string> => {
  for (const column of dropColumns) requireColumn(names, column)
  return new Set(dropColumns)
}

type Judge = (name: string, type: ColumnType, from: number) => Judgement

/** Without a dataset a mapping renames and converts; columns that it leaves out stay as they are. */
const toOwnTargets = (
  names: readonly string[],
  inferred: readonly Inferred[],
  chosen: Mapping,
  dropped: ReadonlySet<string>,
  mapping: AppliedMapping[],
  judge: Judge,
): Target[] => {
  const own = inferred.flatMap(({ column, decimalComma }, from) =>
    dropped.has(column.name) || chosen.some((item) => item.from === column.name)
      ? []
      : [
          {
            column,
            from,
            decimalComma,
            phoneColumn: isPhoneColumn(column.name),
            judgement: judge(column.name, column.type, from),
          },
        ],
  )
  const renamed = chosen.map((item): Target => {
    const at = names.indexOf(item.from)
    const { column, decimalComma } = inferred[at] ?? { column: TEXT, decimalComma: false }
    const type = item.unit ? 'number' : item.values || at < 0 ? 'string' : column.type
    const { unit: _, ...rest } = column
    const unit = item.unit?.to ?? (type === 'string' ? undefined : column.unit)
    const to = {
      ...rest,
      name: item.to,
      type,
      nullable: column.nullable || item.values !== undefined,
      ...(unit === undefined ? {} : { unit }),
    }
    const mapped = apply(item, names, to, 'choice')
    if (own.some((target) => target.column.name === item.to))
      throw new CleaningError(
        'BAD_MAPPING',
        `The file has a column "${item.to}" already.`,
        'Map that one too, or leave it at home.',
        { to: item.to },
      )
    return toTarget(to, mapped, decimalComma, names, mapping, judge)
  })
  return [...own, ...renamed]
}

const TEXT: DatasetColumn = { name: '', type: 'string', nullable: true }

const toTarget = (
  column: DatasetColumn,
  { from, prepare, applied }: MappedColumn,
  decimalComma: boolean,
  names: readonly string[],
  mapping: AppliedMapping[],
  judge: Judge,
): Target => {
  if (applied) mapping.push(applied)
  return {
    column,
    from,
    decimalComma,
    phoneColumn: isPhoneColumn(column.name) || isPhoneColumn(names[from] ?? ''),
    judgement: judge(names[from] ?? column.name, column.type, from),
    ...(prepare ? { prepare } : {}),
  }
}

const toDatasetTargets = (
  names: readonly string[],
  inferred: readonly Inferred[],
  dataset: readonly DatasetColumn[],
  chosen: Mapping,
  dropped: ReadonlySet<string>,
  notes: Note[],
  mapping: AppliedMapping[],
  judge: Judge,
): Target[] => {
  const offered = names.map((name) => (dropped.has(name) ? '' : name))
  const mapped = mapColumns(offered, dataset, chosen)
  const used = new Set(mapped.map(({ from }) => from))
  for (const [i, name] of offered.entries()) {
    if (name === '' || used.has(i)) continue
    notes.push({
      code: 'unmapped-column',
      column: name,
      text: 'The dataset has no such column, so it stays at home.',
    })
  }
  return dataset.map((column, i) => {
    const one = mapped[i] as MappedColumn
    return toTarget(column, one, inferred[one.from]?.decimalComma ?? false, names, mapping, judge)
  })
}
