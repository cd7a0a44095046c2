import { UsufructError } from '../../domain/errors.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { reviewRevealTypes } from '../../messages/offchain.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { deleteScoreDraft, readScoreDraft, type ScoreName } from './scoreDraft.ts'

export type RevealScoreInput = {
  task: ScoreName
  /** In the place of the one given when committing. */
  note?: string | undefined
}

/** Shows the score that was committed to, as this device kept it. @throws UsufructError `SCORE_NOT_KEPT` */
export async function revealScore(
  actor: Actor,
  { task: { round, contribution }, note }: RevealScoreInput,
): Promise<{ score: number; phase: 'reveal' | 'closed' }> {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const name: ScoreName = { round, contribution }
  const draft = await readScoreDraft(actor, name)
  if (!draft)
    throw new UsufructError({
      code: 'SCORE_NOT_KEPT',
      kind: 'notFound',
      message: 'This device has no score of yours for this contribution.',
      hint: 'Show it from the device that committed to it.',
      details: { ...name },
    })
  const message = { reviewer: address, ...name, score: draft.score, salt: draft.salt }
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: reviewRevealTypes,
    primaryType: 'ReviewReveal',
    message,
  })
  const { phase } = await actor.node.call('revealReview', {
    body: { message, signature, note: note ?? draft.note },
  })
  await deleteScoreDraft(actor, name)
  return { score: draft.score, phase }
}
