import type { CleaningOptions } from '@usufruct/cleaning/types'
import { describe, expect, it } from 'vitest'
import { lookAt, readOwn, rowsOf } from './lookAt.ts'

const file = (...rows: string[]) => new File([`name,note\n${rows.join('\n')}\n`], 'birds.csv')
const withOwn = async (input: File, options: CleaningOptions = {}, keep: string[] = []) => {
  const look = await lookAt(input, { keep }, options, false)
  look.own = await readOwn(input, { keep }, options, look)
  return look
}
const dataset = [
  { name: 'name', type: 'string', nullable: false },
  { name: 'note', type: 'string', nullable: true },
] as const
const mail = 'write to ann@example.org'

describe('lookAt', () => {
  it('shows each row as it is beside what of it would be sent', async () => {
    const look = await withOwn(file('a,calm', `b,${mail}`, 'c,fed'))
    expect(look.looked).toMatchObject({ rows: 3, findingsTotal: 1, head: false })
    expect(await rowsOf(look, 'all', 0, 10)).toEqual([
      { row: 1, own: { name: 'a', note: 'calm' }, sent: { name: 'a', note: 'calm' } },
      { row: 2, own: { name: 'b', note: mail }, sent: { name: 'b', note: 'write to [email]' } },
      { row: 3, own: { name: 'c', note: 'fed' }, sent: { name: 'c', note: 'fed' } },
    ])
    expect((await rowsOf(look, 'found', 0, 10)).map(({ row }) => row)).toEqual([2])
    expect((await rowsOf(look, 'all', 2, 10)).map(({ row }) => row)).toEqual([3])
  })

  it('has the very bytes that would be sent, which what was kept is in', async () => {
    const input = file(`a,${mail}`)
    const hidden = await lookAt(input, {}, {}, false)
    expect(await hidden.looked.content.text()).toBe('{"name":"a","note":"write to [email]"}\n')
    const kept = await withOwn(input, {}, [hidden.looked.findings[0]?.id ?? ''])
    expect(await kept.looked.content.text()).toBe(`{"name":"a","note":"${mail}"}\n`)
    expect(kept.looked.contentHash).not.toBe(hidden.looked.contentHash)
    expect((await rowsOf(kept, 'found', 0, 1))[0]?.own).toEqual({ name: 'a', note: mail })
  })

  it('finds the rows again where others were set aside, also for what is hidden in them', async () => {
    const look = await withOwn(file(',no name', `b,${mail}`, 'c,fed', `d,${mail}`), { dataset })
    expect(look.looked.invalid.map(({ row }) => row)).toEqual([1])
    const found = await rowsOf(look, 'found', 0, 10)
    expect(found.map(({ row, own }) => [row, own?.name])).toEqual([
      [2, 'b'],
      [4, 'd'],
    ])
  })

  it('finds a row again that is set aside only for what is hidden in it', async () => {
    const numbered = [dataset[0], { name: 'note', type: 'integer', nullable: false }] as const
    const look = await withOwn(file('a,4111111111111111', `${mail},5`), { dataset: numbered })
    expect(look.looked.invalid.map(({ row, reason }) => [row, reason])).toEqual([[1, 'personal-data']])
    expect(await rowsOf(look, 'found', 0, 10)).toEqual([
      { row: 2, own: { name: mail, note: 5 }, sent: { name: 'write to [email]', note: 5 } },
    ])
  })

  it('counts rows right where more were set aside than are listed', async () => {
    const options = { dataset, limits: { listed: 2 } }
    const look = await withOwn(file(',one', ',two', ',three', ',four', `b,${mail}`), options)
    expect([look.looked.invalid.length, look.looked.invalidTotal]).toEqual([2, 4])
    expect((await rowsOf(look, 'found', 0, 1)).map(({ row }) => row)).toEqual([5])
  })

  it('does not pretend to know the member’s own version before it was read', async () => {
    const look = await lookAt(file('a,calm', `b,${mail}`), {}, {}, false)
    const rows = await rowsOf(look, 'all', 0, 2)
    expect(rows.map(({ own }) => own)).toEqual([{ name: 'a', note: 'calm' }, null])
  })
})
