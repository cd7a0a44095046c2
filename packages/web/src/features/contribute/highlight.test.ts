import type { Finding } from '@usufruct/cleaning/types'
import { describe, expect, it } from 'vitest'
import { around, piecesOf } from './highlight.ts'

const found = (id: string, start: number, end: number): Finding => ({
  id,
  type: 'phone',
  where: { row: 1, column: 'notes', start, end },
  action: 'redact',
  excerpt: '…',
})

describe('piecesOf', () => {
  it('cuts a text at its findings and loses nothing', () => {
    const text = 'ring +1 202 or a@b.c now'
    const pieces = piecesOf(text, [found('b', 15, 20), found('a', 5, 11)])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.map((piece) => piece.finding?.id ?? null)).toEqual([null, 'a', null, 'b', null])
  })

  it('ignores findings that overlap an earlier one or lie outside of the text', () => {
    const pieces = piecesOf('0123456789', [found('a', 2, 6), found('b', 4, 8), found('c', 9, 40)])
    expect(pieces.map((piece) => piece.finding?.id ?? null)).toEqual([null, 'a', null])
    expect(pieces.map((piece) => piece.text).join('')).toBe('0123456789')
  })
})

describe('around', () => {
  it('shortens long text on the far side only', () => {
    const text = `${'a'.repeat(100)}12345${'b'.repeat(100)}`
    const shown = around(piecesOf(text, [found('x', 100, 105)]), 'x', 10)
    expect(shown.map((piece) => piece.text)).toEqual([`…${'a'.repeat(10)}`, '12345', `${'b'.repeat(10)}…`])
  })
})
