import type { Hex } from 'viem'
import { consentsAbi } from '../contracts/generated/Consents.ts'
import { contributionsAbi } from '../contracts/generated/Contributions.ts'
import { offersAbi } from '../contracts/generated/Offers.ts'
import { UsufructError } from '../domain/errors.ts'
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

export const isConsentLive = ({ publicClient, dao }: Actor, consent: Hex): Promise<boolean> =>
  read(
    publicClient.readContract({
      address: dao.deployment.consents,
      abi: consentsAbi,
      functionName: 'isLive',
      args: [consent],
    }),
  )

/** When a consent ends by itself (Unix seconds), and whether its id was ever used. */
export const readConsent = async ({ publicClient, dao }: Actor, consent: Hex) => {
  const [, grantedAt, end, withdrawnAt, pausedAt] = await read(
    publicClient.readContract({
      address: dao.deployment.consents,
      abi: consentsAbi,
      functionName: 'consentOf',
      args: [consent],
    }),
  )
  return { end, used: grantedAt > 0 || withdrawnAt > 0 || pausedAt > 0 }
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

const activeStatus = 2

/** The manifest hash of a release that has been activated.
 * @throws UsufructError `RELEASE_NOT_ACTIVE` */
export const readActiveRelease = async (
  { publicClient, dao }: Actor,
  offer: bigint,
  release: number,
): Promise<Hex> => {
  const { status, manifest } = await read(
    publicClient.readContract({
      address: dao.deployment.offers,
      abi: offersAbi,
      functionName: 'releaseOf',
      args: [offer, release],
    }),
  )
  if (status === activeStatus) return manifest
  throw new UsufructError({
    code: 'RELEASE_NOT_ACTIVE',
    kind: 'conflict',
    message: `Release ${release} of offer ${offer} is not active on the chain.`,
    hint: 'Try again in a moment; if it stays so, ask another node of the DAO.',
    details: { offer: String(offer), release },
  })
}
