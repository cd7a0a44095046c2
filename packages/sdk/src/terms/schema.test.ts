import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { termsSchema, termsSchemaText } from './schema.ts'
import { licenseTerms } from './terms.ts'
import { anyTerms } from './testing/anyTerms.ts'
import { grantSample } from './testing/sampleTerms.ts'

const ajv = new Ajv2020.default({ strict: true, allErrors: false })
addFormats.default(ajv)
const validate = ajv.compile(termsSchema())

/** One place in a value changed: gone, of another type, unknown, or one too many. */
const spoil = (value: unknown, path: readonly (string | number)[], how: unknown): unknown => {
  const copy = structuredClone(value) as Record<string, unknown>
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
  const last = path.at(-1) as string
  if (how === undefined) delete at[last]
  else at[last] = how
  return copy
}

const placesIn = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])])
    : []

const wrong = [
  '',
  'unknown',
  -1,
  1.5,
  99_999,
  true,
  null,
  [],
  {},
  ['unknown'],
  '2026-13-01',
  'http://x',
  undefined,
]

describe('the JSON Schema', () => {
  it('is the one in legal/schemas', () => {
    const file = new URL('../../../../legal/schemas/license-terms-1.schema.json', import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(termsSchemaText())
  })

  it('accepts what the model accepts', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(validate(terms), JSON.stringify(validate.errors)).toBe(true)
      }),
      { numRuns: 200 },
    )
    // Also before its defaults are written out.
    expect(validate(grantSample), JSON.stringify(validate.errors)).toBe(true)
  })

  it('refuses what the model refuses', () => {
    const spoilt = anyTerms.chain((terms) =>
      fc.tuple(fc.constant(terms), fc.constantFrom(...placesIn(terms)), fc.constantFrom(...wrong)),
    )
    const seen = { accepted: 0, refused: 0 }
    fc.assert(
      fc.property(spoilt, ([terms, path, how]) => {
        const value = spoil(terms, path, how)
        const accepted = licenseTerms.safeParse(value).success
        seen[accepted ? 'accepted' : 'refused']++
        expect(validate(value), `${path.join('.')} = ${JSON.stringify(how)}`).toBe(accepted)
      }),
      { numRuns: 1_500 },
    )
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(50)
    expect(validate({ ...grantSample, more: 1 })).toBe(false)
  })
})
