import { describe, expect, it } from 'vitest'
import { type Line, tellStory } from './tellStory.ts'

const stories = Array.from({ length: 12 }, (_, seed) => tellStory(seed + 1))

describe('a story of the pools', () => {
  it('is the same whenever it is told', () => {
    expect(tellStory(7)).toEqual(tellStory(7))
    expect(tellStory(8)).not.toEqual(tellStory(7))
  })

  it('never goes back in time', () => {
    for (const lines of stories)
      for (const [i, { at }] of lines.entries()) expect(at).toBeGreaterThanOrEqual(lines[i - 1]?.at ?? 0)
  })

  it('pays no more than came in', () => {
    for (const lines of stories) {
      const income = sum(lines, ({ kind, refused, amount }) =>
        (kind === 'sell' || kind === 'donate') && refused === 0 ? (amount as string) : '0',
      )
      const paid = sum(lines, ({ kind, amount }) => (kind === 'claim' ? (amount as string) : '0'))
      expect(paid <= income).toBe(true)
    }
  })

  it('holds everything that can happen', () => {
    const kinds = new Set(stories.flat().map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(
      [
        'cut',
        'claim',
        'donate',
        'expire',
        'grant',
        'join',
        'joinAll',
        'pause',
        'release',
        'sell',
        'withdraw',
      ].sort(),
    )
    expect(stories.flat().some(({ refused }) => refused === 1)).toBe(true)
    expect(stories.flat().some(({ carries }) => carries.includes(1))).toBe(true)
    expect(stories.flat().some(({ kind, anchored }) => kind === 'grant' && anchored === 1)).toBe(true)
  })
})

const sum = (lines: Line[], of: (line: Line) => string) =>
  lines.reduce((total, line) => total + BigInt(of(line)), 0n)
