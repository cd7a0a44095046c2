import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isDirect } from '../detect/findingTypes.ts'
import { findPersonalData } from '../detect/findPersonalData.ts'

const context = { column: 'note', regions: ['US'], phoneColumn: false, prose: true }

/**
 * Field labels, front matter, code, units, species, products: short values in which nobody is, none of which is in the
 * training text. They are asked about as running text, which is the worst case: in a table such columns are not.
 */
const cells = readFileSync(new URL('./harmless.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')

it('of harmless short texts one in twenty loses something at most, and one in eight is noted', () => {
  const found = cells.map((cell) => findPersonalData(cell, context))
  const redacted = cells.filter((_, i) => found[i]?.some(({ type }) => isDirect(type)))
  const noted = cells.filter((_, i) => (found[i]?.length ?? 0) > 0)
  expect(cells.length).toBeGreaterThan(150)
  expect(redacted.length, redacted.join(' | ')).toBeLessThanOrEqual(cells.length / 20)
  expect(noted.length, noted.join(' | ')).toBeLessThanOrEqual(cells.length / 8)
})

it('a key and a value of front matter stay as they are', () => {
  for (const text of ['lang: en', 'layout: post', 'status: open', 'format: csv'])
    expect(findPersonalData(text, context)).toEqual([])
})
