import type { Hex } from 'viem'
import { toContract } from '../anchor/checkAnchoredConsent.ts'
import { consentSaid } from '../anchor/signedConsent.ts'
import { contributionsAbi } from '../contracts/generated/Contributions.ts'
import { membersAbi } from '../contracts/generated/Members.ts'
import { releasesAbi } from '../contracts/generated/Releases.ts'
import { findUsufructError, UsufructError } from '../domain/errors.ts'
import type { Actor } from './actor.ts'

// What the chain itself says, where an action must not depend on how far the node's index is.

/** Runs a read, and says in our words when the chain cannot be asked. */
async function read<T>(run: Promise<T>): Promise<T> {
  try {
    return await run
  } catch (cause) {
    throw new UsufructError({
      code: 'CHAIN_UNREACHABLE',
      kind: 'unreachable',
      message: 'The chain cannot be read at the moment.',
      hint: 'Try again; `usufruct status` shows what is up.',
      cause,
    })
  }
}

/** Of a consent that only lies under a root the chain knows nothing by its id: the node shows where it lies, and the chain
 * says whether it counts there. Null where there is none. */
const readAnchored = async ({ node, publicClient, dao }: Actor, consent: Hex) => {
  const anchored = await node.call('getAnchoredConsent', { params: { consent } }).catch((error: unknown) => {
    if (findUsufructError(error)?.code === 'CONSENT_NOT_ANCHORED') return null
    throw error
  })
  if (!anchored || consentSaid(anchored.signed).consent !== consent) return null
  const { dataset, end } = consentSaid(anchored.signed)
  const { timestamp } = await read(publicClient.getBlock())
  const contract = { address: dao.deployment.members, abi: membersAbi } as const
  const [isUnderRoot, isOver] = await Promise.all([
    read(
      publicClient.readContract({
        ...contract,
        functionName: 'isAnchoredEligible',
        args: [toContract(anchored), dataset, 0, Number(timestamp), end],
      }),
    ),
    // A release may still hold what was taken back in its own second; nobody else may rely on it.
    read(publicClient.readContract({ ...contract, functionName: 'isOver', args: [consent] })),
  ])
  return { end, live: isUnderRoot && !isOver }
}

/** Whether a consent permits anything now, by its record or under an anchored root. */
export const isConsentLive = async (actor: Actor, consent: Hex): Promise<boolean> => {
  const { publicClient, dao } = actor
  const live = await read(
    publicClient.readContract({
      address: dao.deployment.members,
      abi: membersAbi,
      functionName: 'isLive',
      args: [consent],
    }),
  )
  return live || ((await readAnchored(actor, consent))?.live ?? false)
}

/** When a consent ends by itself (Unix seconds), and whether its id was ever used. */
export const readConsent = async (actor: Actor, consent: Hex) => {
  const { publicClient, dao } = actor
  const [, grantedAt, end, withdrawnAt, pausedAt] = await read(
    publicClient.readContract({
      address: dao.deployment.members,
      abi: membersAbi,
      functionName: 'consentOf',
      args: [consent],
    }),
  )
  if (grantedAt > 0) return { end, used: true }
  const anchored = await readAnchored(actor, consent)
  const used = anchored !== null || withdrawnAt > 0 || pausedAt > 0
  return { end: anchored?.end ?? end, used }
}

export const isRegistered = async ({ publicClient, dao }: Actor, contribution: Hex): Promise<boolean> => {
  const status = await read(
    publicClient.readContract({
      address: dao.deployment.contributions,
      abi: contributionsAbi,
      functionName: 'statusOf',
      args: [contribution],
    }),
  )
  return status !== 0
}

export type Registration = { commitment: Hex; transaction: Hex; block: number }

/** The commitment that the chain holds for a contribution, and where.
 * @throws UsufructError `COMMITMENT_NOT_ON_CHAIN` */
export const readRegistration = async (
  { publicClient, dao }: Actor,
  contribution: Hex,
): Promise<Registration> => {
  const [registered] = await read(
    publicClient.getContractEvents({
      address: dao.deployment.contributions,
      abi: contributionsAbi,
      eventName: 'ContributionRegistered',
      args: { contributionId: contribution },
      fromBlock: BigInt(dao.deployment.fromBlock),
      strict: true,
    }),
  )
  if (registered)
    return {
      commitment: registered.args.commitment,
      transaction: registered.transactionHash,
      block: Number(registered.blockNumber),
    }
  throw new UsufructError({
    code: 'COMMITMENT_NOT_ON_CHAIN',
    kind: 'notFound',
    message: 'The ledger does not hold this contribution.',
    hint: 'If you lent it a moment ago, look again shortly.',
    details: { contribution },
  })
}

/** The manifest hash of a release that has been activated. It is in that act's event only: the chain keeps of a release
 * what pays for it.
 * @throws UsufructError `RELEASE_NOT_ACTIVE` */
export const readActiveRelease = async (
  { publicClient, dao }: Actor,
  offer: bigint,
  release: number,
): Promise<Hex> => {
  const [activated] = await read(
    publicClient.getContractEvents({
      address: dao.deployment.releases,
      abi: releasesAbi,
      eventName: 'ReleaseActivated',
      args: { offer, release },
      fromBlock: BigInt(dao.deployment.fromBlock),
      strict: true,
    }),
  )
  if (activated) return activated.args.manifest
  throw new UsufructError({
    code: 'RELEASE_NOT_ACTIVE',
    kind: 'conflict',
    message: `Release ${release} of offer ${offer} is not active on the chain.`,
    hint: 'Try again in a moment; if it stays so, ask another node of the DAO.',
    details: { offer: String(offer), release },
  })
}
