import { z } from 'zod'
import { type LicenseTerms, licenseTerms } from '../terms/terms.ts'

/** A field of the terms that holds no further fields: its path and two or more values that it can have. */
export type SchemaField = { path: string; values: readonly unknown[] }

const dates = ['2027-05-01T00:00:00.000Z', '2029-05-01T00:00:00.000Z']

const textsFor = (path: string): unknown[] => {
  if (path === 'term.start' || path === 'term.end') return dates
  if (/(^|\.)(sha256|charter|replaces)$/.test(path)) return [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`]
  if (/\.id$|^id$|\.url$/.test(path)) return ['urn:one:1', 'urn:two:2']
  if (/version$/.test(path)) return ['7.1.0', '8.2.0']
  if (path === 'legalText.language') return ['de', 'fr']
  if (path === 'governingLaw') return ['CH', 'the law of Wyoming, USA']
  if (path === 'price.amount') return ['7', '8.5']
  return ['first words', 'second words']
}

const textListsFor = (path: string): unknown[] => {
  if (path.startsWith('territory.')) return [['FR'], ['CH', 'NO'], ['IT']]
  if (path === 'parent') return [['urn:one:1'], ['urn:one:1', 'urn:two:2']]
  return [['first words'], ['first words', 'second words']]
}

type Definition = {
  type: string
  innerType?: z.ZodType
  element?: z.ZodType
  entries?: Record<string, string>
  values?: unknown[]
}
const definitionOf = (schema: z.ZodType) => schema._zod.def as unknown as Definition

const unwrap = (schema: z.ZodType): z.ZodType => {
  const { type, innerType } = definitionOf(schema)
  return innerType && ['optional', 'default', 'nullable', 'prefault', 'nonoptional'].includes(type)
    ? unwrap(innerType)
    : schema
}

const options = (entries: Record<string, string> | undefined) => Object.values(entries ?? {})

/** Every single option, and all together. */
const optionLists = (entries: Record<string, string> | undefined): unknown[] => [
  ...options(entries).map((option) => [option]),
  options(entries),
]

const walk = (wrapped: z.ZodType, path: string): SchemaField[] => {
  const schema = unwrap(wrapped)
  const { type, element, entries } = definitionOf(schema)
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
      walk(value, path ? `${path}.${key}` : key),
    )
  switch (type) {
    case 'array': {
      const item = unwrap(element as z.ZodType)
      if (item instanceof z.ZodObject) return walk(item, `${path}[]`)
      const inner = definitionOf(item)
      return [{ path, values: inner.type === 'enum' ? optionLists(inner.entries) : textListsFor(path) }]
    }
    case 'enum':
      return [{ path, values: options(entries) }]
    case 'boolean':
      return [{ path, values: [true, false] }]
    case 'number':
      return [{ path, values: [11, 13] }]
    case 'literal':
      return [{ path, values: ['usufruct-terms/1', 'usufruct-terms/2'] }]
    default:
      // A pipe is a string with a transformation: a hash.
      return [{ path, values: textsFor(path) }]
  }
}

/** The leaf fields of the license terms, printed from the schema: a field added there is one more here. */
export const schemaFields = (): SchemaField[] => walk(licenseTerms, '')

/** Terms with one field set to another value. The result need not be valid together: it is only projected. */
export const withField = (terms: LicenseTerms, path: string, value: unknown): LicenseTerms => {
  const copy = structuredClone(terms) as unknown as Record<string, unknown>
  const keys = path.split('.')
  let at = copy
  for (const key of keys.slice(0, -1))
    at = (key.endsWith('[]') ? (at[key.slice(0, -2)] as unknown[])[0] : at[key]) as Record<string, unknown>
  at[keys.at(-1) as string] = value
  return copy as unknown as LicenseTerms
}
