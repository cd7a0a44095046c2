import { encodePicture } from '@usufruct/cleaning/pictures/codecs/encodePicture'
import { drawFace, encodeHills } from '@usufruct/cleaning/testing/pictures'
import type { Choices, CleaningOptions } from '@usufruct/cleaning/types'
import { describe, expect, it } from 'vitest'
import type { PreviewRow } from './cleaningMessages.ts'
import { addFinding, chooseColumn, chooseCover, chooseFinding } from './fileChoices.ts'
import { lookAt, readOwn, rowsOf } from './lookAt.ts'
import { shownPicture } from './shownPicture.ts'

const file = (...rows: string[]) => new File([`name,note\n${rows.join('\n')}\n`], 'birds.csv')
const withOwn = async (input: File, options: CleaningOptions = {}, choices: Choices = {}) => {
  const look = await lookAt(input, choices, options, false)
  look.own = await readOwn(input, choices, options, look)
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
    const kept = await withOwn(input, {}, chooseFinding({}, hidden.looked.findings[0]?.id ?? '', 'keep'))
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

  it('shows a code name beside what it stands for, in all of a column', async () => {
    const place = { column: 'note', type: 'email' } as const
    const choices = chooseColumn({}, [], place, 'pseudonymise')
    const pseudonyms = { key: new Uint8Array(32), dataset: 'birds' }
    const look = await withOwn(file(`a,${mail}`, `b,${mail}`), { pseudonyms }, choices)
    expect(look.looked.groups).toEqual([{ ...place, count: 2, action: 'pseudonymise' }])
    const [one, other] = await rowsOf(look, 'found', 0, 2)
    expect(one?.sent.note).toMatch(/^write to Email-[0-9A-F]{8}$/)
    expect(other).toEqual({
      row: 2,
      own: { name: 'b', note: mail },
      sent: { name: 'b', note: one?.sent.note },
    })
  })

  it('shows a column that is made coarser beside what it was', async () => {
    const input = file('a,1', `b,2 ${mail}`, 'c,3')
    const before = await lookAt(input, {}, {}, false)
    const choices: Choices = { generalise: [{ column: 'note', to: 1 }] }
    const look = await lookAt(input, choices, {}, false, before)
    look.own = await readOwn(input, choices, {}, look)
    expect(look.looked.generalised).toEqual([{ column: 'note', to: 1, changed: 1 }])
    expect((await rowsOf(look, 'all', 0, 9)).map(({ own, sent }) => [own?.note, sent.note])).toEqual([
      ['1', '1'],
      [`2 ${mail}`, '2'],
      ['3', '3'],
    ])
    const next = await lookAt(input, { ...choices, generalise: [] }, {}, false, look)
    expect(next.finer).toBe(before)
  })

  it('hides what its member marked, and shows it in their own version', async () => {
    const marked = { row: 1, column: 'note', start: 4, end: 8, type: 'person' } as const
    const look = await withOwn(file('a,fed Ziwo today', 'b,calm'), {}, addFinding({}, [], marked))
    expect(await rowsOf(look, 'found', 0, 9)).toEqual([
      {
        row: 1,
        own: { name: 'a', note: 'fed Ziwo today' },
        sent: { name: 'a', note: 'fed [person] today' },
      },
    ])
  })

  it('shows a picture as it would be sent, and with a face covered', async () => {
    const face = await encodePicture('png', drawFace(320, 240, 100, 60, 120))
    const input = new File([face as Uint8Array<ArrayBuffer>], 'a.png')
    const { looked } = await lookAt(input, {}, {}, false)
    expect(looked).toMatchObject({ kind: 'image', rows: 1, findings: [] })
    const [seen] = looked.pictureFindings.filter(({ type }) => type === 'face')
    expect(seen?.action).toBe('flag')
    const covered = await withOwn(input, {}, chooseCover({}, seen?.id ?? '', true))
    expect(covered.looked.pictureFindings).toContainEqual({ ...seen, action: 'cover' })
    expect(covered.looked.contentHash).not.toBe(looked.contentHash)
    const [row] = await rowsOf(covered, 'all', 0, 6)
    expect(shownPicture(row as PreviewRow)).toMatchObject({ row: 1, width: 320, height: 240 })
  })

  it('counts pictures by their place in the file, also where one among them is damaged', async () => {
    const hills = Buffer.from(await encodeHills('png')).toString('base64')
    const lines = [hills, 'AAAA', hills].map((picture) => JSON.stringify({ picture }))
    const look = await lookAt(new File([lines.join('\n')], 'a.jsonl'), {}, {}, false)
    expect(look.looked.invalid.map(({ row }) => row)).toEqual([2])
    expect((await rowsOf(look, 'all', 0, 6)).map((row) => shownPicture(row).row)).toEqual([1, 3])
  })

  it('does not pretend to know the member’s own version before it was read', async () => {
    const look = await lookAt(file('a,calm', `b,${mail}`), {}, {}, false)
    const rows = await rowsOf(look, 'all', 0, 2)
    expect(rows.map(({ own }) => own)).toEqual([{ name: 'a', note: 'calm' }, null])
  })
})
