import type { Actor } from '@usufruct/sdk/actions/actor'
import { readDraft } from '@usufruct/sdk/actions/contribute/draft'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { commitmentOf, contributionIdOf } from '@usufruct/sdk/domain/ids'
import { type Address, type Hex, parseAbi } from 'viem'

/** What this device committed to, computed here and never asked of a server. */
export type OwnCommitment = { contribution: Hex; commitment: Hex; contentHash: Hex }

const slotOf = (contribution: string) => `usufruct.commitment.${contribution}`

/** From the draft, whose salt is drawn on this device. Null before there is a draft. */
export const ownCommitment = async (
  actor: Actor,
  dataset: string,
  contentHash: Hex,
): Promise<OwnCommitment | null> => {
  const draft = await readDraft(actor, { dataset, contentHash })
  if (!draft || !actor.account) return null
  const account = actor.account.address.toLowerCase() as Address
  const commitment = commitmentOf(account, contentHash, draft.salt)
  const contribution = contributionIdOf(account, commitment)
  return { contribution, commitment, contentHash }
}

export const rememberCommitment = (own: OwnCommitment) =>
  localStorage.setItem(slotOf(own.contribution), own.commitment)

export const recallCommitment = (contribution: string): string | null =>
  localStorage.getItem(slotOf(contribution))

const registered = parseAbi([
  'event ContributionRegistered(bytes32 indexed contributionId, address indexed account, bytes32 indexed dataset, bytes32 consentId, bytes32 commitment)',
])

/** What the ledger itself holds, read from the chain and not from the node's own index.
 * @throws UsufructError `COMMITMENT_NOT_ON_CHAIN` */
export const commitmentOnChain = async ({ publicClient, dao }: Actor, contribution: Hex): Promise<Hex> => {
  const [event] = await publicClient.getContractEvents({
    address: dao.deployment.contributions,
    abi: registered,
    eventName: 'ContributionRegistered',
    args: { contributionId: contribution },
    fromBlock: BigInt(dao.deployment.fromBlock),
    strict: true,
  })
  if (event) return event.args.commitment
  throw new UsufructError({
    code: 'COMMITMENT_NOT_ON_CHAIN',
    kind: 'notFound',
    message: 'The ledger does not hold this contribution.',
    hint: 'If you lent it a moment ago, look again shortly.',
    details: { contribution },
  })
}
