import { describe, expect, it } from 'vitest'
import { createLineIndex, readLines } from './lineIndex.ts'

const linesOf = (count: number) => Array.from({ length: count }, (_, n) => `{"n":${n},"é":"…"}\n`)
const indexed = (lines: readonly string[], batch: number, every: number) => {
  const index = createLineIndex(every)
  const encoder = new TextEncoder()
  for (let at = 0; at < lines.length; at += batch)
    index.add(encoder.encode(lines.slice(at, at + batch).join('')))
  return index
}

describe('an index of lines', () => {
  it.each([
    [1, 3],
    [7, 3],
    [100, 8],
  ])('finds every line, arriving %i at a time with every %ith remembered', async (batch, every) => {
    const lines = linesOf(50)
    const index = indexed(lines, batch, every)
    const all = Array.from({ length: 50 }, (_, n) => n)
    const read = await readLines(new Blob(lines), index, all)
    expect(index.lines()).toBe(50)
    expect(all.map((line) => read.get(line)?.n)).toEqual(all)
  })

  it('leaves out what lies beyond the end', async () => {
    const lines = linesOf(6)
    const read = await readLines(new Blob(lines), indexed(lines, 6, 3), [5, 6, 600])
    expect([...read.keys()]).toEqual([5])
  })
})
