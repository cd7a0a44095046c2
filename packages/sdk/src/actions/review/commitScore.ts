import { UsufructError } from '../../domain/errors.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { reviewCommitTypes } from '../../messages/offchain.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { randomBytes32 } from '../consent/grantConsent.ts'
import {
  readScoreDraft,
  type ScoreDraft,
  type ScoreName,
  scoreCommitmentOf,
  writeScoreDraft,
} from './scoreDraft.ts'

export type CommitScoreInput = {
  task: ScoreName & { committed?: boolean }
  /** 1 unusable, 2 poor, 3 sound, 4 good, 5 excellent. */
  score: number
  /** For the member who lent it, and for anyone who checks the round; shown with the score. */
  note?: string | undefined
}

/** Commits to a score without showing it. The salt is on the device's disk first: without it, the score could
 * never be shown. @throws UsufructError `SCORE_COMMITTED` */
export async function commitScore(
  actor: Actor,
  { task: { round, contribution, committed }, score, note }: CommitScoreInput,
): Promise<{ phase: 'commit' | 'reveal' | 'closed' }> {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const name: ScoreName = { round, contribution }
  const kept = await readScoreDraft(actor, name)
  if (committed && kept?.score !== score)
    throw new UsufructError({
      code: 'SCORE_COMMITTED',
      kind: 'conflict',
      message: 'You have committed to a score for this already, and it cannot be changed.',
      hint: 'Show it when the reveal phase opens.',
      details: { ...name },
    })
  const draft: ScoreDraft = {
    draft: 'usufruct-score/1',
    score,
    // A commitment that was sent already must come out the same.
    salt: kept?.score === score ? kept.salt : randomBytes32(),
    note: note ?? kept?.note ?? '',
  }
  await writeScoreDraft(actor, name, draft)
  const message = { reviewer: address, ...name, commitment: scoreCommitmentOf(name, address, draft) }
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: reviewCommitTypes,
    primaryType: 'ReviewCommit',
    message,
  })
  return actor.node.call('commitReview', { body: { message, signature } })
}
