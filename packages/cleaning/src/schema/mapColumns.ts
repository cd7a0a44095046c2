import { CleaningError } from '../errors.ts'
import type { AppliedMapping, Cell, ColumnMapping, DatasetColumn, Mapping } from '../types.ts'
import { normaliseText } from './castCell.ts'
import { classify, NUMBER } from './classify.ts'
import { readUnit } from './readUnit.ts'
import { conversion } from './units.ts'

/** Where a dataset's column comes from, and what is done to its values on the way. */
export type MappedColumn = {
  /** Index of the file's column, or -1 where it may be left out. */
  from: number
  /** Reads, renames and converts one value before it is cast. */
  prepare?: (cell: Cell | undefined, decimalComma: boolean) => Cell | undefined
  applied?: AppliedMapping
}

/**
 * By what was chosen; else by name, where case, spaces and signs do not matter; else by a name that differs in its
 * unit alone, which is converted.
 */
export const mapColumns = (
  names: readonly string[],
  dataset: readonly DatasetColumn[],
  mapping: Mapping = [],
): MappedColumn[] => {
  const odd = mapping.find(({ to }) => !dataset.some(({ name }) => name === to))
  if (odd)
    throw new CleaningError(
      'BAD_MAPPING',
      `The dataset has no column "${odd.to}".`,
      `It has ${quote(dataset.slice(0, 30).map(({ name }) => name))}.`,
      { to: odd.to },
    )
  const missing: string[] = []
  const ambiguous: string[] = []
  const mapped = dataset.map((column): MappedColumn => {
    const chosen = mapping.find(({ to }) => to === column.name)
    if (chosen) return apply(chosen, names, column, 'choice')
    const exact = names.indexOf(column.name)
    if (exact >= 0) return { from: exact }
    const alike = names.flatMap((name, i) => (looseName(name) === looseName(column.name) ? [i] : []))
    if (alike.length === 1)
      return apply({ from: names[alike[0] as number] as string, to: column.name }, names, column, 'name')
    const byUnit = alike.length === 0 ? inOtherUnit(names, column) : undefined
    if (byUnit) return apply(byUnit, names, column, 'name')
    if (alike.length > 1) ambiguous.push(column.name)
    else if (!column.nullable) missing.push(column.name)
    return { from: -1 }
  })
  if (missing.length > 0 || ambiguous.length > 0) throw mismatch(names, missing, ambiguous)
  return mapped
}

const mismatch = (names: readonly string[], missing: string[], ambiguous: string[]) => {
  const problems = [
    missing.length > 0 ? `lacks ${quote(missing)}` : '',
    ambiguous.length > 0 ? `has several columns for ${quote(ambiguous)}` : '',
  ].filter((problem) => problem !== '')
  const suggested = missing.flatMap((to) => {
    const from = mostAlike(to, names)
    return from === undefined ? [] : [{ from, to }]
  })
  const offer = suggested.map(({ from, to }) => `"${from}" for "${to}"`).join(', ')
  return new CleaningError(
    'SCHEMA_MISMATCH',
    `The file ${problems.join(' and ')}.`,
    `It has ${quote(names.slice(0, 30))}. Rename its columns to those of the dataset, or give a mapping; case, spaces and signs do not matter.${offer ? ` Perhaps ${offer}?` : ''}`,
    { missing, ambiguous, found: names.slice(0, 100), suggested },
  )
}

/** One column's mapping on a file with these columns. @throws CleaningError `UNKNOWN_COLUMN` */
export const apply = (
  { from, to, unit, values }: ColumnMapping,
  names: readonly string[],
  column: DatasetColumn,
  by: AppliedMapping['by'],
): MappedColumn => {
  const { index, path } = findColumn(from, names)
  const steps: ((cell: Cell | undefined, decimalComma: boolean) => Cell | undefined)[] = []
  if (path.length > 0) steps.push((cell) => pick(cell, path))
  if (values) {
    const table = new Map(Object.entries(values).map(([key, value]) => [normaliseText(key), value]))
    steps.push((cell) => {
      const key = normaliseText(String(cell ?? ''))
      return table.has(key) ? table.get(key) : cell
    })
  }
  const converted = unit && conversion(unit.from, unit.to)
  if (converted) steps.push((cell, decimalComma) => inUnit(cell, decimalComma, converted.convert))
  const applied: AppliedMapping = {
    from,
    to,
    cast: column.type,
    ...(unit && converted ? { unit: { ...unit, factor: converted.factor, offset: converted.offset } } : {}),
    ...(values ? { values } : {}),
    by,
  }
  if (steps.length === 0) return { from: index, applied }
  return {
    from: index,
    applied,
    prepare: (cell, decimalComma) => steps.reduce((value, step) => step(value, decimalComma), cell),
  }
}

/** A column by its name, or by a path into what it holds: the longest name that the path begins with. */
const findColumn = (from: string, names: readonly string[]): { index: number; path: string[] } => {
  const parts = from.split('.')
  for (let length = parts.length; length > 0; length--) {
    const index = names.indexOf(parts.slice(0, length).join('.'))
    if (index >= 0) return { index, path: parts.slice(length) }
  }
  throw new CleaningError(
    'UNKNOWN_COLUMN',
    `The file has no column "${from.slice(0, 200)}".`,
    'Use the names that an inspection of the file gives.',
    { column: from.slice(0, 200), found: names.slice(0, 100) },
  )
}

const pick = (cell: Cell | undefined, path: readonly string[]): Cell | undefined => {
  if (typeof cell !== 'string' || !/^[[{]/.test(cell)) return null
  let value: unknown
  try {
    value = JSON.parse(cell)
  } catch {
    return null
  }
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell)
}

// What is no number stays, and is set aside with its reason when it is cast.
const inUnit = (
  cell: Cell | undefined,
  decimalComma: boolean,
  convert: (value: number) => number,
): Cell | undefined => {
  if (typeof cell === 'number') return Number.isFinite(cell) ? convert(cell) : cell
  if (typeof cell !== 'string') return cell
  const text = decimalComma ? cell.trim().replace(',', '.') : cell.trim()
  return classify(text) & NUMBER ? convert(Number(text)) : cell
}

// "Height (in)" for height_cm: the same name but for a unit that can be converted.
const inOtherUnit = (names: readonly string[], column: DatasetColumn): ColumnMapping | undefined => {
  const to = column.unit ?? readUnit(column.name)
  if (!to || (column.type !== 'number' && column.type !== 'integer')) return undefined
  const found = names.flatMap((name): ColumnMapping[] => {
    const from = readUnit(name)
    if (!from || bareName(name, from) !== bareName(column.name, to) || !conversion(from, to)) return []
    return [{ from: name, to: column.name, unit: { from, to } }]
  })
  return found.length === 1 ? found[0] : undefined
}

const bareName = (name: string, unit: string): string => {
  const loose = looseName(name)
  const end = looseName(unit)
  return loose.endsWith(end) ? loose.slice(0, -end.length) : loose
}

const mostAlike = (name: string, names: readonly string[]): string | undefined => {
  const wanted = pairsOf(name)
  let best: string | undefined
  let most = 0.4
  for (const other of names) {
    const pairs = pairsOf(other)
    const shared = [...wanted].filter((pair) => pairs.has(pair)).length
    const likeness = (2 * shared) / Math.max(1, wanted.size + pairs.size)
    if (likeness > most) [best, most] = [other, likeness]
  }
  return best
}

const pairsOf = (name: string): Set<string> => {
  const loose = ` ${looseName(name)} `
  return new Set(Array.from({ length: Math.max(0, loose.length - 1) }, (_, i) => loose.slice(i, i + 2)))
}

const quote = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

// "Bill Length (mm)" is bill_length_mm.
const looseName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%°]/gu, '')
