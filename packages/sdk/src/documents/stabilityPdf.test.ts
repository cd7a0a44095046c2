import { describe, expect, it } from 'vitest'
import type { Stability } from '../http/routes/terms.ts'
import { percent } from './pdfParts.ts'
import { stabilityPdf } from './stabilityPdf.ts'
import { readPdf } from './testing/readPdf.ts'
import { at, hash } from './testing/samples.ts'

const sheet: Stability = {
  offer: '3',
  offerName: 'Research',
  dataset: 'birds',
  release: 4,
  at,
  months: 6,
  end: at + 86_400 * 180,
  rows: 12_345,
  members: 40,
  outlasting: { rows: 12_340, members: 39, share: 12_340 / 12_345 },
  withdrawals: { members: 1, rows: 5, last: at - 86_400, perYear: 0.0001, cutWithin: 86_400 },
  paused: { members: 0, rows: 0 },
  survives: ['Results you already have.'],
  ends: ['Downloads.', 'New training.'],
  licenseeDeadlineDays: 30,
  refunds: 'None.',
  warranties: ['own-or-authorised', 'as-is'],
  warrantyText: 'It comes as it is.',
  personalData: 'none',
  contact: 'licenses@birds.example',
  terms: hash('1'),
  legalText: hash('2'),
}

describe('a stability sheet', () => {
  it('says how long it lasts and what happens when it does not', async () => {
    const { all, packed } = await readPdf(await stabilityPdf(sheet, { daoName: 'Bird Watchers' }))
    for (const words of [
      '12,345 rows of 40 members',
      '12,340 rows of 39 members: 99.9 % of the rows',
      '5 rows of 1 member',
      '2025-12-31',
      '0.1 % of the rows',
      '1 day',
      'Results you already have.',
      'New training.',
      'licenses@birds.example',
      '2026-06-30',
    ])
      expect(all).toContain(words)
    expect(packed).toContain(hash('1'))
    expect(packed).toContain(hash('2'))
  })

  it('says what is not known', async () => {
    const withdrawals = { ...sheet.withdrawals, last: null, perYear: null }
    const { all } = await readPdf(await stabilityPdf({ ...sheet, withdrawals }, { daoName: 'x' }))
    expect(all).toContain('never')
    expect(all).toContain('not known')
  })

  it('never rounds to all or to nothing', () => {
    expect([0, 0.00001, 0.5, 0.123_45, 0.99999, 1].map(percent)).toEqual([
      '0 %',
      '0.1 %',
      '50 %',
      '12.3 %',
      '99.9 %',
      '100 %',
    ])
  })
})
