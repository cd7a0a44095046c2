import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayOf,
  earnsOf,
  emptyChoice,
  endOfChoice,
  lastDayProblem,
  offeredGroups,
  offerFits,
  presets,
  yearsFrom,
} from './choice.ts'
import { agreementFor } from './languages.ts'

const now = Date.UTC(2026, 10, 22, 15) / 1000

const agreement = (part: {
  language?: string
  permit?: string[]
  prohibit?: string[]
  end?: string | null
}) =>
  ({
    language: part.language ?? 'en',
    version: '1.0.0',
    terms: {
      purposes: { permit: part.permit ?? ['ai.eval', 'research.academic'], prohibit: part.prohibit ?? [] },
      term: { end: part.end ?? null },
    },
  }) as PublishedAgreement

describe('what a member chooses', () => {
  it('starts with no purpose ticked', () => {
    expect(emptyChoice(now)).toEqual({ purposes: [], lastDay: '2029-11-22' })
  })

  it('reads the day back that was picked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const picked = dayOf(days * 86_400)
        expect(dayOf(endOfChoice(picked) ?? 0)).toBe(picked)
      }),
    )
  })

  it('refuses days that are over, that are no days, or that the agreement does not reach', () => {
    expect(lastDayProblem('2026-11-22', agreement({}), now)).toContain('over')
    expect(lastDayProblem('2027-02-30', agreement({}), now)).toContain('calendar')
    expect(lastDayProblem('', agreement({}), now)).toContain('calendar')
    expect(lastDayProblem('2027-02-28', agreement({ end: '2027-01-01T00:00:00Z' }), now)).toContain(
      'agreement',
    )
    expect(lastDayProblem('2300-01-01', agreement({}), now)).toContain('hundred')
    for (const years of presets) expect(lastDayProblem(yearsFrom(now, years), agreement({}), now)).toBeNull()
  })

  it('has no 29 February where there is none', () => {
    expect(yearsFrom(Date.UTC(2028, 1, 29, 12) / 1000, 1)).toBe('2029-02-28')
  })

  it('offers nothing that the agreement prohibits or does not name, and no empty group', () => {
    const codes = (some: PublishedAgreement) => offeredGroups(some).flatMap(({ purposes }) => purposes)
    expect(codes(agreement({}))).toEqual(['research.academic', 'ai.eval'])
    expect(codes(agreement({ prohibit: ['ai.eval'] }))).toEqual(['research.academic'])
    expect(codes(agreement({ permit: ['redistribute', 'bio.ident', 'profile.person'] }))).toEqual([])
  })

  const offers = [
    {
      offer: '1',
      name: 'Research',
      purposes: ['research.academic' as const, 'tdm' as const],
      pricePerMonth: '5',
      closed: false,
    },
    { offer: '2', name: 'Old', purposes: ['ai.eval' as const], pricePerMonth: '9', closed: true },
  ]

  it('says what a box is needed for, and what else that takes', () => {
    expect(earnsOf('tdm', offers, [])).toEqual([
      { offer: '1', name: 'Research', pricePerMonth: '5', alsoNeeds: ['research.academic'] },
    ])
    expect(earnsOf('tdm', offers, ['research.academic'])[0]?.alsoNeeds).toEqual([])
    expect(earnsOf('ai.eval', offers, [])).toEqual([])
  })

  it('says what an offer needs beyond the ticked purposes, and leaves closed offers out', () => {
    expect(offerFits(offers, ['tdm'])).toEqual([
      { offer: '1', name: 'Research', pricePerMonth: '5', missing: ['research.academic'] },
    ])
  })
})

describe('the language of the agreement', () => {
  const english = agreement({ language: 'en' })
  const german = agreement({ language: 'de' })

  it('is the first that the member reads', () => {
    expect(agreementFor([english, german], ['fr', 'de-AT', 'en'])).toBe(german)
    expect(agreementFor([english, german], ['en-GB', 'de'])).toBe(english)
  })

  it('is none when the member reads none of them', () => {
    expect(agreementFor([english, german], ['fr', 'eo'])).toBeNull()
    expect(agreementFor([english], [])).toBeNull()
  })
})
