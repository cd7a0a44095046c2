import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purposes, purposesToBitmap } from '../domain/purposes.ts'
import { narrow } from './narrow.ts'
import { selectGrants, termsOfGrant } from './selectGrants.ts'
import { anyTerms, likeTerms } from './testing/anyTerms.ts'
import { sampleGrant, sampleOffer } from './testing/sampleTerms.ts'

const everything = 2 ** purposes.length - 1
const end = Date.parse('2028-06-01T00:00:00Z') / 1000

describe('selecting grants', () => {
  it('answers for each as narrowing does', () => {
    const cases = anyTerms.chain((offer) =>
      fc.tuple(
        fc.constant(offer),
        fc.array(likeTerms(offer), { minLength: 1, maxLength: 3 }),
        fc.array(
          fc.record({
            at: fc.nat(2),
            drop: fc.nat(everything),
            end: fc.integer({ min: end - 6e7, max: end + 6e7 }),
          }),
          { maxLength: 12 },
        ),
      ),
    )
    let allowed = 0
    fc.assert(
      fc.property(cases, ([offer, texts, members]) => {
        const asked = purposesToBitmap(offer.purposes.permit)
        const grants = members.map((member, index) => ({
          id: String(index),
          terms: texts[member.at % texts.length] ?? offer,
          // Now and then all that is asked for, else as it falls.
          purposes: index % 2 === 0 ? asked : (asked & ~member.drop) >>> 0 || 1,
          end: member.end,
        }))
        const selected = [...selectGrants(offer, grants)]
        expect(selected.map(({ grant }) => grant.id)).toEqual(grants.map(({ id }) => id))
        for (const { grant, refusal } of selected) {
          const block = refusal?.block() ?? null
          const full = narrow([termsOfGrant(grant)], offer)
          expect(block === null).toBe(full.allowed)
          if (block === null) allowed++
          else if (!full.allowed) expect(full.blocks).toContainEqual(block)
        }
      }),
      { numRuns: 400 },
    )
    expect(allowed).toBeGreaterThan(20)
  })

  it('says of each that is out what blocks it first, and takes them one by one', () => {
    const terms = sampleGrant()
    let taken = 0
    function* members() {
      for (const [id, purposes, until] of [
        ['in', purposesToBitmap(['ai.finetune', 'research.academic']), end],
        ['no training', purposesToBitmap(['research.academic']), end],
        ['too short', purposesToBitmap(['ai.finetune', 'research.academic']), end - 365 * 86_400],
      ] as const) {
        taken++
        yield { id, terms, purposes, end: until }
      }
    }
    const selected = selectGrants(sampleOffer(), members())
    expect(selected.next().value).toMatchObject({ grant: { id: 'in' }, refusal: null })
    expect(taken).toBe(1)
    expect([...selected].map(({ grant, refusal }) => [grant.id, refusal?.block().words])).toEqual([
      ['no training', 'This permission does not allow “Fine-tune AI models” (ai.finetune); the offer would.'],
      ['too short', 'This permission ends on 2 June 2027; the offer would run until 31 December 2027.'],
    ])
  })
})
