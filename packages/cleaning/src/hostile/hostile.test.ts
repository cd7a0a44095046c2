import { describe, expect, it } from 'vitest'
import { CleaningError } from '../errors.ts'
import { inspectFile } from '../inspectFile.ts'
import { ARCHIVES } from './archives.ts'
import type { HostileCase } from './hostileCase.ts'
import { TABLES } from './tables.ts'
import { TEXTS } from './texts.ts'
import { WORKBOOKS } from './workbooks.ts'

const outcome = ({ bytes, name = 'file', options = {} }: HostileCase) =>
  inspectFile({ name, bytes }, options).catch((error: unknown) => error)

const CASES = { ARCHIVES, TABLES, WORKBOOKS, TEXTS }

describe.each(Object.entries(CASES))('hostile and broken files: %s', (_, cases) => {
  it.each(cases.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const result = await outcome(one)
    if (typeof one.expected === 'string') {
      expect(result).toBeInstanceOf(CleaningError)
      expect(result).toMatchObject({ code: one.expected })
      const { message, hint } = result as CleaningError
      expect([message, hint].every((text) => text.length > 10)).toBe(true)
    } else if (Object.keys(one.expected).length === 0) {
      // A single byte may change a value or break the file: rows or a typed error.
      if (result instanceof Error) expect(result).toBeInstanceOf(CleaningError)
      else expect(result).toHaveProperty('rows')
    } else expect(result).toMatchObject(one.expected)
  })
})

it('there are more than two hundred of them, each of a kind', () => {
  const all = Object.values(CASES).flat()
  expect(new Set(all.map(({ what }) => what)).size).toBe(all.length)
  expect(all.length).toBeGreaterThanOrEqual(200)
})
