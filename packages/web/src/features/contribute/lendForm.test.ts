import { describe, expect, it } from 'vitest'
import { emptyForm, endOf, missingFrom, offerFits, provenanceOf } from './lendForm.ts'

const answered = { ...emptyForm, origin: 'mine', othersInIt: 'no', madeByAi: 'none' } as const

describe('the lend form', () => {
  it('starts with no purpose ticked and nothing declared', () => {
    expect(emptyForm.purposes).toEqual([])
    expect(provenanceOf(emptyForm)).toBeNull()
  })

  it('names everything that is still missing', () => {
    expect(missingFrom(emptyForm, false, false)).toEqual([
      'choose a file',
      'say whose data it is',
      'say whether anyone else is in it',
      'say whether AI made any of it',
      'allow at least one use',
    ])
    expect(missingFrom({ ...answered, purposes: ['ai.eval'] }, true, false)).toEqual([])
  })

  it('asks for no purpose where a permission stands', () => {
    expect(missingFrom({ ...answered, purposes: [] }, true, true)).toEqual([])
  })

  it('ends on a whole day, so that two files of one day fall under one permission', () => {
    const noon = 20_000 * 86_400 + 43_200
    expect(endOf(1, noon)).toBe((20_001 + 365) * 86_400)
    expect(endOf(1, noon)).toBe(endOf(1, noon + 3_600))
  })

  it('says what an offer needs beyond the ticked purposes, and leaves closed offers out', () => {
    const offers = [
      { offer: '1', name: 'Research', purposes: ['research.academic' as const], closed: false },
      {
        offer: '2',
        name: 'Commercial',
        purposes: ['ai.finetune' as const, 'ai.eval' as const],
        closed: false,
      },
      { offer: '3', name: 'Old', purposes: ['ai.eval' as const], closed: true },
    ]
    expect(offerFits(offers, ['research.academic', 'ai.eval'])).toEqual([
      { offer: '1', name: 'Research', missing: [] },
      { offer: '2', name: 'Commercial', missing: ['ai.finetune'] },
    ])
  })
})
