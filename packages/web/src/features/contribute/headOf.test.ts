import { describe, expect, it } from 'vitest'
import { headOf, headRows } from './headOf.ts'

const row = `${'x'.repeat(99)}\n`

describe('headOf', () => {
  it('takes the header and the first rows of a large file, to the end of a line', async () => {
    const head = await headOf(new File([row.repeat(20_000)], 'large.csv'))
    expect(await head?.text()).toBe(row.repeat(headRows + 1))
    expect(head?.name).toBe('large.csv')
  })

  it('takes fewer rows where they are long', async () => {
    const long = `${'y'.repeat(400_000)}\n`
    expect(await (await headOf(new File([long.repeat(5)], 'long.csv')))?.text()).toBe(long.repeat(2))
  })

  it('leaves alone what is short, has no lines, or is no plain text', async () => {
    expect(await headOf(new File([row], 'short.csv'))).toBeNull()
    expect(await headOf(new File(['z'.repeat(2_000_000)], 'one-line.json'))).toBeNull()
    const wide = new Uint8Array(2_000_000).map((_, at) => (at % 2 === 0 ? 0x0a : 0))
    expect(await headOf(new File([wide], 'utf-16.csv'))).toBeNull()
  })
})
