import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTerms } from './compareTerms.ts'
import { isNarrower } from './narrow.ts'
import { textTerms } from './terms.ts'
import { anyTerms } from './testing/anyTerms.ts'
import { grantSample, sampleGrant } from './testing/sampleTerms.ts'
import { withChange } from './testing/steps.ts'

const compare = (before: object, after: object) =>
  compareTerms(withChange(sampleGrant(), { ...before }), withChange(sampleGrant(), { ...after }))

describe('a new version of a text', () => {
  it.each([
    ['same', 'nothing changed', {}, {}, []],
    [
      'same',
      'only words',
      {},
      { revocation: { plainLanguage: 'Stop at any time.' } },
      ['revocation.plainLanguage'],
    ],
    [
      'same',
      'the order',
      {},
      { purposes: { permit: ['research.academic', 'ai.finetune'] } },
      ['purposes.permit'],
    ],
    ['narrows', 'less territory', {}, { territory: { allow: ['EU'] } }, ['territory.allow']],
    [
      'narrows',
      'one prohibition more',
      {},
      { purposes: { prohibit: ['profile.person', 'tdm'] } },
      ['purposes.prohibit'],
    ],
    ['narrows', 'fewer promises to make', { warranties: ['no-malware'] }, {}, ['warranties']],
    ['widens', 'no end', {}, { term: { end: null } }, ['term.end']],
    [
      'widens',
      'models may be published',
      {},
      { model: { distribution: 'weights-open' } },
      ['model.distribution'],
    ],
    [
      'mixed',
      'less here, more there',
      {},
      { territory: { allow: ['EU'] }, term: { end: null } },
      ['term.end', 'territory.allow'],
    ],
    ['mixed', 'another law', {}, { governingLaw: 'US-WY' }, ['governingLaw']],
    [
      'mixed',
      'another court and less',
      {},
      { forum: 'Berlin', commercial: 'non-commercial' },
      ['commercial', 'forum'],
    ],
    ['widens', 'more promises to make', {}, { warranties: ['no-malware'] }, ['warranties']],
  ])('%s: %s', (change, _, before, after, fields) => {
    const compared = compare(before, after)
    expect(compared.change).toBe(change)
    expect([...compared.changedFields].sort()).toEqual(fields)
  })

  it('is compared by what texts say, whoever gave or sold it', () => {
    const offered = { ...sampleGrant(), kind: 'offer' as const, id: 'urn:x', price: undefined }
    expect(compareTerms(sampleGrant(), offered)).toEqual({ change: 'same', changedFields: [] })
    const { schema, kind, id, version, legalText, licensor, licensee, target, ...rest } = grantSample
    expect(compareTerms(textTerms.parse(rest), textTerms.parse(rest)).change).toBe('same')
  })

  it('narrows one way exactly when it widens the other', () => {
    const opposite = { same: 'same', narrows: 'widens', widens: 'narrows', mixed: 'mixed' }
    fc.assert(
      fc.property(
        anyTerms,
        anyTerms,
        fc.constantFrom('territory', 'model', 'term', 'revocation'),
        (one, other, key) => {
          const after = { ...one, [key]: other[key as keyof typeof other] }
          const { change } = compareTerms(one, after)
          expect(compareTerms(after, one).change).toBe(opposite[change])
          if (change === 'narrows') expect(isNarrower(one, after)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})
