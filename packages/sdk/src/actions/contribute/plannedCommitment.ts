import type { Hex } from 'viem'
import { commitmentOf, contributionIdOf } from '../../domain/ids.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { createDraft, type DraftName, readDraft } from './draft.ts'

export type PlannedCommitment = { contribution: Hex; commitment: Hex; salt: Hex }

/** What `contribute` will commit to for these bytes: the salt is drawn now if it was not before, and kept.
 * @throws UsufructError `DRAFT_DAMAGED` */
export async function plannedCommitment(actor: Actor, name: DraftName): Promise<PlannedCommitment> {
  const { address } = requireAccount(actor)
  const { salt } = (await readDraft(actor, name)) ?? (await createDraft(actor, name))
  const commitment = commitmentOf(address, name.contentHash, salt)
  return { contribution: contributionIdOf(address, commitment), commitment, salt }
}
