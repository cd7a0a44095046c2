import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Block, type Inline, parseInline, parseMarkdown, splitFrontMatter } from './markdown.ts'

const flat = (parts: Inline[]) => parts.map((part) => part.text).join('')

const textOf = (block: Block): string => {
  if (block.kind === 'list') return block.items.map(flat).join(' ')
  if (block.kind === 'table')
    return [block.head, ...block.rows].map((row) => row.map(flat).join(' ')).join(' ')
  return flat(block.text)
}

const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? []

describe('markdown', () => {
  it('tells the head for software from the body', () => {
    expect(splitFrontMatter('---\na: 1\n---\n# T\n')).toEqual({ head: 'a: 1', body: '# T\n' })
    expect(splitFrontMatter('# T\n---\n')).toEqual({ head: null, body: '# T\n---\n' })
  })

  it('reads what is inside a line', () => {
    expect(parseInline('a **b** `c` [d](https://e)')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'strong', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'd', href: 'https://e' },
    ])
  })

  it('joins the lines of an item and of a paragraph', () => {
    expect(parseMarkdown('one\ntwo\n\n- a\n  b\n- c').map(textOf)).toEqual(['one two', 'a b c'])
  })

  it('shows every word of every text that members are asked to agree to', () => {
    const legal = fileURLToPath(new URL('../../../../../legal/', import.meta.url))
    const files = readdirSync(legal, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    )
    expect(files.length).toBeGreaterThan(0)
    for (const name of files) {
      const { body } = splitFrontMatter(readFileSync(legal + name, 'utf8'))
      const withoutAddresses = body.replaceAll(/\]\([^)\s]+\)/g, ']')
      const shown = parseMarkdown(body).map(textOf).join(' ')
      const numbersOfLists = /^\s*\d+\.\s/gm
      expect(wordsOf(shown), name).toEqual(wordsOf(withoutAddresses.replaceAll(numbersOfLists, '')))
    }
  })
})
