import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purposes } from '../domain/purposes.ts'
import { fieldRules } from './fields/fieldRules.ts'
import { isCompared } from './fields/rule.ts'
import { isNarrower, narrow } from './narrow.ts'
import { euCountries } from './regions.ts'
import { type LicenseTerms, licenseTerms } from './terms.ts'
import { anyTerms, likeTerms } from './testing/anyTerms.ts'
import { grantSample, offerSample, sampleGrant, sampleOffer } from './testing/sampleTerms.ts'
import { steps, withChange } from './testing/steps.ts'

/** Written apart from the rule: what a text lets somebody do at a place and time, looked up in plain lists. */
const permits = (terms: LicenseTerms, purpose: string, country: string, time: number): boolean => {
  const { purposes, territory, term } = terms
  const inPlaces = (list: readonly string[]) =>
    list.includes('*') ||
    list.includes(country) ||
    ((list.includes('EU') || list.includes('EEA')) && euCountries.has(country)) ||
    (list.includes('EEA') && ['IS', 'LI', 'NO'].includes(country))
  return (
    (purposes.permit as string[]).includes(purpose) &&
    !(purposes.prohibit as string[]).includes(purpose) &&
    inPlaces(territory.allow) &&
    !territory.deny.includes(country) &&
    (term.start === null || time >= Date.parse(term.start)) &&
    (term.end === null || time < Date.parse(term.end))
  )
}

describe('narrowing as a relation', () => {
  it('is reflexive', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(narrow([terms], terms)).toEqual({ allowed: true })
      }),
      { numRuns: 300 },
    )
  })

  it('is transitive', () => {
    const chain = anyTerms.chain((one) =>
      likeTerms(one).chain((two) => fc.tuple(fc.constant(one), fc.constant(two), likeTerms(two))),
    )
    let held = 0
    fc.assert(
      fc.property(chain, ([one, two, three]) => {
        if (!isNarrower(one, two) || !isNarrower(two, three)) return
        held++
        expect(narrow([one], three)).toEqual({ allowed: true })
      }),
      { numRuns: 2_000 },
    )
    // Not by never having been tried.
    expect(held).toBeGreaterThan(50)
  })

  it('is monotone: narrowing the child, or widening the parent, keeps what is allowed', () => {
    const cases = anyTerms.chain((parent) =>
      fc.tuple(fc.constant(parent), likeTerms(parent), fc.constantFrom(...steps)),
    )
    const held = { narrowed: 0, widened: 0 }
    fc.assert(
      fc.property(cases, ([parent, child, { wide, narrow: change }]) => {
        if (!isNarrower(parent, child)) return
        const narrower = withChange(child, change)
        if (isNarrower(child, narrower)) {
          held.narrowed++
          expect(isNarrower(parent, narrower)).toBe(true)
        }
        const wider = withChange(parent, wide)
        if (isNarrower(wider, parent)) {
          held.widened++
          expect(isNarrower(wider, child)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
    expect(Math.min(held.narrowed, held.widened)).toBeGreaterThan(50)
  })

  it('never widens: no use, place and time that a parent does not allow', () => {
    const uses = fc.tuple(
      anyTerms.chain((parent) => fc.tuple(fc.constant(parent), likeTerms(parent))),
      fc.constantFrom(...purposes.map(({ code }) => code)),
      fc.constantFrom('DE', 'FR', 'NO', 'IS', 'CH', 'US', 'RU', 'IN', 'ZZ'),
      fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) }),
    )
    fc.assert(
      fc.property(uses, ([[parent, child], ...use]) => {
        if (isNarrower(parent, child) && permits(child, ...use)) expect(permits(parent, ...use)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('never allows more for another parent, and gives all reasons', () => {
    fc.assert(
      fc.property(fc.array(anyTerms, { maxLength: 3 }), anyTerms, anyTerms, (parents, one, child) => {
        const [fewer, more] = [narrow(parents, child), narrow([...parents, one], child)]
        const alone = narrow([one], child)
        const reasons = (answer: typeof more) => (answer.allowed ? [] : answer.blocks)
        expect(reasons(more)).toEqual([...reasons(fewer), ...reasons(alone)])
        expect(more.allowed).toBe(fewer.allowed && alone.allowed)
      }),
      { numRuns: 300 },
    )
  })
})

describe('every field', () => {
  it('of the schema is compared, or listed as free with the reason', () => {
    const leaves = (schema: unknown, path: string): string[] => {
      const { properties, anyOf } = schema as { properties?: Record<string, unknown>; anyOf?: unknown[] }
      if (properties)
        return Object.entries(properties).flatMap(([key, inner]) =>
          leaves(inner, path ? `${path}.${key}` : key),
        )
      const deep = anyOf?.find((entry) => 'properties' in (entry as object))
      return deep ? leaves(deep, path) : [path]
    }
    const inSchema = leaves(licenseTerms.toJSONSchema({ io: 'input' }), '')
    expect(Object.keys(fieldRules).sort()).toEqual(inSchema.sort())
    for (const rule of Object.values(fieldRules))
      if (!isCompared(rule)) expect(rule.free).toMatch(/^[A-Z].{20,}\.$/)
  })

  it.each(steps)(
    '$field: a step narrower is allowed, the way back is not',
    ({ field, wide, narrow: change }) => {
      const before = withChange(licenseTerms.parse(field === 'kind' ? offerSample : grantSample), wide)
      const after = withChange(before, change)
      expect(narrow([before], after)).toEqual({ allowed: true })
      const back = narrow([after], before)
      expect(back).toMatchObject({ allowed: false, blocks: [{ field, parent: before.id, clause: null }] })
      if (!back.allowed) expect(back.blocks[0]?.words).toMatch(/^(This|Under this) [^\n]+; .+\.$/)
    },
  )

  it('that is compared has a step', () => {
    const compared = Object.entries(fieldRules).flatMap(([field, rule]) => (isCompared(rule) ? [field] : []))
    const without = compared.filter((field) => !steps.some((step) => step.field === field))
    // Who gives it has no narrower; it is the same or not.
    expect(without).toEqual(['licensor.id'])
    const other = withChange(sampleOffer(), { licensor: { id: 'urn:x:stranger' } })
    expect(narrow([sampleGrant()], other)).toMatchObject({ blocks: [{ field: 'licensor.id' }] })
  })
})

describe('a reason', () => {
  const reason = (parent: LicenseTerms, child: LicenseTerms) => {
    const answer = narrow([parent], child)
    return answer.allowed ? null : answer.blocks[0]
  }

  it('reads as a person would say it', () => {
    const grant = withChange(sampleGrant(), { term: { end: '2027-01-01T00:00:00Z' } })
    const license = withChange(sampleOffer(), { kind: 'agreement', term: { end: '2027-06-01T00:00:00Z' } })
    expect(reason(grant, license)).toEqual({
      field: 'term.end',
      parent: 'urn:usufruct:test:grant',
      parentValue: '2027-01-01T00:00:00Z',
      childValue: '2027-06-01T00:00:00Z',
      words: 'This permission ends on 1 January 2027; the license would run until 1 June 2027.',
      clause: null,
    })
    const sameDay = withChange(sampleOffer(), { term: { end: '2027-01-01T12:00:00Z' } })
    expect(reason(grant, sameDay)?.words).toBe(
      'This permission ends on 1 January 2027, 00:00:00 UTC; the offer would run until 1 January 2027, 12:00:00 UTC.',
    )
  })

  it('counts the step that a licensing on uses up', () => {
    const unlimited = withChange(sampleGrant(), { sublicensing: 'unlimited' })
    const once = sampleGrant()
    const group = withChange(sampleGrant(), { sublicensing: 'affiliates' })
    const asks = (sublicensing: string) => withChange(sampleOffer(), { sublicensing })
    expect(reason(unlimited, asks('one-tier'))).toBeNull()
    expect(reason(unlimited, asks('unlimited'))?.field).toBe('sublicensing')
    expect(reason(once, asks('affiliates'))).toBeNull()
    expect(reason(once, asks('one-tier'))?.field).toBe('sublicensing')
    expect(reason(group, asks('none'))?.words).toBe(
      'This permission may be licensed on only to companies of the same group; the offer would license it to somebody else.',
    )
  })
})

describe('an exclusive license', () => {
  const license = (id: string, change: object) =>
    withChange(sampleOffer(), { kind: 'agreement', id, licensee: { id: `${id}:who` }, ...change })
  const grant = withChange(sampleGrant(), { exclusivity: 'exclusive', territory: { allow: ['*'] } })
  const inForce = license('urn:l:1', { exclusivity: 'exclusive', territory: { allow: ['EU'] } })

  it('leaves no room for another of the same use, place and time', () => {
    const same = license('urn:l:2', { territory: { allow: ['DE'] } })
    const answer = narrow([grant], same, { active: [inForce] })
    expect(answer).toMatchObject({ allowed: false, blocks: [{ field: 'exclusivity', parent: 'urn:l:1' }] })
    expect(narrow([grant], inForce, { active: [same] })).toMatchObject({ blocks: [{ field: 'exclusivity' }] })
  })

  it.each([
    ['elsewhere', { territory: { allow: ['US'] } }],
    ['later', { term: { start: '2027-12-31T00:00:00Z', end: null } }],
    ['for another use', { purposes: { permit: ['tdm'] } }],
  ])('leaves room %s', (_, change) => {
    const wide = withChange(grant, {
      term: { end: null },
      purposes: { permit: ['tdm', 'ai.finetune', 'research.academic'] },
    })
    expect(narrow([wide], license('urn:l:2', change), { active: [inForce] })).toEqual({ allowed: true })
  })
})
