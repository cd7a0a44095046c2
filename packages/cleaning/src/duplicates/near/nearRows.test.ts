import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { clean } from '../../clean.ts'
import { textSource } from '../../testing/textSource.ts'
import type { Fingerprint } from './fingerprint.ts'

const review =
  'The coffee here is strong and the staff are kind, but the chairs are hard and the music is far too loud for anybody who came to read a book or to write a letter in peace.'
const other =
  'We waited an hour for a table by the window, and when the soup came it was cold; nobody said sorry, and the bill had a bottle of wine on it that we had never asked for.'
const csv = (rows: readonly (readonly [string, string])[]) =>
  `id,text\n${rows.map(([id, text]) => `${id},"${text}"\n`).join('')}`

describe('near-duplicates in a file', () => {
  it('are counted and listed with the earlier row, and stay in', async () => {
    const cleaned = await clean(
      textSource(
        csv([
          ['1', review],
          ['2', other],
          ['3', review.toUpperCase().replaceAll(',', '')],
          ['4', review.replace('peace', 'quiet')],
          ['1', review],
          ['6', review.replace('strong', 'weak').replace('hard', 'soft').replace('book', 'map')],
        ]),
      ),
    )
    expect(cleaned.rows).toBe(6)
    expect(cleaned.inspection.duplicates).toEqual({ exact: 1, near: 2 })
    expect(cleaned.inspection.nearDuplicates).toEqual([
      { row: 3, earlier: 1, similarity: 1 },
      { row: 4, earlier: 1, similarity: 0.941 },
    ])
    expect(cleaned.report.body.duplicates).toEqual({ exact: 1, near: 2 })
  })

  it('are listed up to the limit and all counted', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`${i}`, review] as const)
    const others = Array.from({ length: 20 }, (_, i) => [`${i}`, `${other} ${i} ${review} ${i}`] as const)
    const { inspection } = await clean(textSource(csv([...rows, ...others])), {}, { limits: { listed: 3 } })
    expect(inspection.duplicates).toEqual({ exact: 0, near: 38 })
    expect(inspection.nearDuplicates).toHaveLength(3)
  })

  it('are looked for only in columns of texts: the wording of a question is none', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`${i}`, i % 2 ? review : other] as const)
    expect((await clean(textSource(csv(rows)))).inspection.duplicates).toEqual({ exact: 0, near: 0 })
    const labels = Array.from({ length: 20 }, (_, i) => [`${i}`, 'neither agree nor disagree'] as const)
    expect((await clean(textSource(csv(labels)))).inspection.duplicates).toEqual({ exact: 0, near: 0 })
  })

  it('are none in a table of figures', async () => {
    const bytes = await readFile(
      new URL('../../../../../samples/penguins/biscoe-adelie.csv', import.meta.url),
    )
    expect((await clean(textSource(new Uint8Array(bytes)))).inspection.duplicates.near).toBe(0)
  })

  it('are found in text without spaces and in paragraphs', async () => {
    const japanese = '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。'
    const { inspection } = await clean(
      textSource(`${japanese}\n\n${japanese.replaceAll('。', '')}\n`, 'a.txt'),
    )
    expect(inspection.duplicates).toEqual({ exact: 0, near: 1 })
  })

  it('tells what each row with text is recognised by, but for exact repetitions', async () => {
    const told: [number, number][] = []
    const onFingerprint = (row: number, { shingles }: Fingerprint) => {
      told.push([row, shingles.length])
    }
    const rows = csv([
      ['1', review],
      ['2', 'no text'],
      ['1', review],
      ['4', other],
    ])
    await clean(textSource(rows), {}, { onFingerprint })
    expect(told).toEqual([
      [0, 33],
      [3, 33],
    ])
  })
})
