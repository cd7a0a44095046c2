import { expect, it } from 'vitest'
import { summaryOf } from './summaryOf.ts'

it('takes what stands under the first heading of the second level', () => {
  const html =
    '<h1>T</h1><blockquote>Note</blockquote><h2 id="a">Kurz</h2>\n<ul><li>x</li></ul>\n<h2>1</h2><p>y</p>'
  expect(summaryOf(html)).toBe('<ul><li>x</li></ul>')
})

it('takes the rest where there is only one, and nothing where there is none', () => {
  expect(summaryOf('<h2>In short</h2><p>a</p>')).toBe('<p>a</p>')
  expect(summaryOf('<h1>T</h1><p>a</p>')).toBeNull()
  expect(summaryOf('<h2>In short</h2><h2>1</h2>')).toBeNull()
})
