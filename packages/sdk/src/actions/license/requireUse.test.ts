import { describe, expect, it } from 'vitest'
import { termsHash } from '../../terms/terms.ts'
import { sampleOffer } from '../../terms/testing/sampleTerms.ts'
import { withChange } from '../../terms/testing/steps.ts'
import type { Actor } from '../actor.ts'
import { requireUse } from './requireUse.ts'

const start = Date.parse('2026-12-01T00:00:00Z') / 1000
const end = Date.parse('2027-03-01T00:00:00Z') / 1000

/** A chain that names one hash, and a node that shows one text. */
const actorWith = (shown = sampleOffer(), onChain = shown) =>
  ({
    dao: { deployment: { offers: `0x${'4'.repeat(40)}` } },
    publicClient: { readContract: async () => ({ terms: termsHash(onChain) }) },
    node: { call: async () => ({ terms: shown }) },
  }) as unknown as Actor

describe('what a license is bought for', () => {
  it('is what the offer allows, and no more than asked for', async () => {
    const terms = await requireUse(actorWith(), {
      offer: '1',
      start,
      end,
      use: { purposes: ['ai.finetune'], territory: ['DE'], commercial: 'non-commercial' },
    })
    expect(terms).toMatchObject({
      kind: 'agreement',
      purposes: { permit: ['ai.finetune'] },
      territory: { allow: ['DE'] },
      commercial: 'non-commercial',
      term: { start: '2026-12-01T00:00:00.000Z', end: '2027-03-01T00:00:00.000Z' },
    })
  })

  it.each([
    ['a purpose', { use: { purposes: ['ai.pretrain'] as const } }, 'purposes.permit'],
    ['an end', { end: Date.parse('2028-01-01T00:00:00Z') / 1000 }, 'term.end'],
  ])('is refused with the reason for %s that the offer does not allow', async (_, change, field) => {
    await expect(requireUse(actorWith(), { offer: '1', start, end, ...change })).rejects.toMatchObject({
      code: 'USE_NOT_PERMITTED',
      kind: 'permission',
      details: { blocks: [{ field }] },
    })
  })

  it('is refused where the offer contradicts itself, is over, or is not the one on chain', async () => {
    const refused = (actor: Actor) => requireUse(actor, { offer: '1', start, end })
    const exclusive = withChange(sampleOffer(), { exclusivity: 'exclusive' })
    await expect(refused(actorWith(exclusive))).rejects.toMatchObject({ code: 'TERMS_CONTRADICTORY' })
    const over = withChange(sampleOffer(), { term: { end: '2026-11-30T00:00:00Z' } })
    await expect(refused(actorWith(over))).rejects.toMatchObject({ code: 'TERMS_PAST' })
    const begun = withChange(sampleOffer(), { term: { start: '2026-01-01T00:00:00Z' } })
    await expect(refused(actorWith(begun))).resolves.toMatchObject({ kind: 'agreement' })
    await expect(refused(actorWith(sampleOffer(), exclusive))).rejects.toMatchObject({
      code: 'TERMS_MISMATCH',
    })
  })
})
