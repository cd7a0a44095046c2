import { CleaningError } from '../errors.ts'
import type { ColumnMapping, Mapping } from '../types.ts'
import { conversion, isUnit } from './units.ts'

const bad = (problem: string, place: object = {}) =>
  new CleaningError(
    'BAD_MAPPING',
    `The mapping cannot be used: ${problem}.`,
    'Write [{"from": "file column", "to": "dataset column", "unit": {"from": "in", "to": "cm"}, "values": {"m": "male"}}].',
    { ...place },
  )

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What somebody wrote down as a mapping, checked. @throws CleaningError `BAD_MAPPING` */
export const parseMapping = (value: unknown): Mapping => {
  if (!Array.isArray(value) || value.length > 2000) throw bad('it is not a list')
  const mapping = value.map(parseItem)
  const seen = new Set<string>()
  for (const { to } of mapping) {
    if (seen.has(to)) throw bad(`"${to}" is given twice`, { to })
    seen.add(to)
  }
  return mapping
}

const parseItem = (item: unknown, index: number): ColumnMapping => {
  const place = { item: index + 1 }
  if (!isObject(item)) throw bad(`item ${index + 1} is no object`, place)
  const odd = Object.keys(item).find((key) => !['from', 'to', 'unit', 'values'].includes(key))
  if (odd !== undefined) throw bad(`item ${index + 1} has a field "${odd.slice(0, 50)}"`, place)
  const { from, to, unit, values } = item
  if (typeof from !== 'string' || from === '' || typeof to !== 'string' || to === '')
    throw bad(`item ${index + 1} does not say from which column to which`, place)
  if (to === '__proto__') throw bad(`item ${index + 1} names a column that programs would trip over`, place)
  return {
    from,
    to,
    ...(unit === undefined ? {} : { unit: parseUnit(unit, index + 1) }),
    ...(values === undefined ? {} : { values: parseValues(values, index + 1) }),
  }
}

const parseUnit = (unit: unknown, item: number): { from: string; to: string } => {
  if (!isObject(unit) || typeof unit.from !== 'string' || typeof unit.to !== 'string')
    throw bad(`the unit of item ${item} does not say from which to which`, { item })
  for (const name of [unit.from, unit.to])
    if (!isUnit(name)) throw bad(`"${name.slice(0, 20)}" is no unit that is known`, { item })
  if (!conversion(unit.from, unit.to)) throw bad(`${unit.from} cannot become ${unit.to}`, { item })
  return { from: unit.from, to: unit.to }
}

const parseValues = (values: unknown, item: number): Record<string, string | number | boolean | null> => {
  if (!isObject(values)) throw bad(`the values of item ${item} are no object`, { item })
  const parsed: Record<string, string | number | boolean | null> = {}
  for (const [key, value] of Object.entries(values)) {
    const plain =
      value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
    if (key === '__proto__' || !plain)
      throw bad(`a value of item ${item} is no text, number, truth or null`, { item })
    parsed[key] = value as string | number | boolean | null
  }
  return parsed
}
