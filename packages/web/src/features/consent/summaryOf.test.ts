import type { ElementContent } from 'hast'
import { expect, it } from 'vitest'
import { summaryOf } from './summaryOf.ts'

const element = (tagName: string): ElementContent => ({
  type: 'element',
  tagName,
  properties: {},
  children: [],
})
const [note, heading, list, words, line] = [
  element('blockquote'),
  element('h2'),
  element('ul'),
  element('p'),
  { type: 'text', value: '\n' } as const,
]

it('takes what stands under the first heading of the second level', () => {
  expect(summaryOf([note, heading, line, list, heading, words])).toEqual([line, list])
})

it('takes the rest where there is only one, and nothing where there is none', () => {
  expect(summaryOf([heading, words])).toEqual([words])
  expect(summaryOf([note, words])).toBeNull()
  expect(summaryOf([heading, line, heading, words])).toBeNull()
})
