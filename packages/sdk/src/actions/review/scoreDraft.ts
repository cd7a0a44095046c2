import { encodeAbiParameters, type Hex, keccak256 } from 'viem'
import { z } from 'zod'
import { UsufructError } from '../../domain/errors.ts'
import { bytes32 } from '../../domain/ids.ts'
import { reviewScore } from '../../http/routes/review.ts'
import { type Actor, requireAccount } from '../actor.ts'

const scoreDraft = z.object({
  draft: z.literal('usufruct-score/1'),
  score: reviewScore,
  salt: bytes32,
  note: z.string().default('').describe('shown with the score'),
})
export type ScoreDraft = z.output<typeof scoreDraft>

export type ScoreName = { round: Hex; contribution: Hex }

const keyOf = (actor: Actor, { round, contribution }: ScoreName): string => {
  const { chainId, members } = actor.dao.deployment
  return ['score', chainId, members, requireAccount(actor).address, round, contribution].join('/')
}

/** @throws UsufructError `DRAFT_DAMAGED` */
export async function readScoreDraft(actor: Actor, name: ScoreName): Promise<ScoreDraft | undefined> {
  const kept = await actor.drafts.get(keyOf(actor, name))
  if (kept === undefined || kept === null) return undefined
  const parsed = scoreDraft.safeParse(kept)
  if (parsed.success) return parsed.data
  throw new UsufructError({
    code: 'DRAFT_DAMAGED',
    kind: 'conflict',
    message: 'What this device kept of your score cannot be read.',
    hint: 'Put the draft back from a copy; without it the score cannot be shown.',
    details: { ...name },
  })
}

export const writeScoreDraft = (actor: Actor, name: ScoreName, draft: ScoreDraft): Promise<void> =>
  actor.drafts.put(keyOf(actor, name), draft)

export const deleteScoreDraft = (actor: Actor, name: ScoreName): Promise<void> =>
  actor.drafts.delete(keyOf(actor, name))

/** What a reviewer commits to; hides the score until the salt is shown. */
export const scoreCommitmentOf = (
  { round, contribution }: ScoreName,
  reviewer: Hex,
  { score, salt }: Pick<ScoreDraft, 'score' | 'salt'>,
): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'address' }, { type: 'uint8' }, { type: 'bytes32' }],
      [round, contribution, reviewer, score, salt],
    ),
  )
