import type { Hex } from 'viem'
import type { Deployment } from '../messages/domain.ts'
import { isUnderRoot } from './merkleTree.ts'
import {
  type AnchoredConsent,
  type ConsentSaid,
  consentLeafHash,
  consentSaid,
  isConsentSigned,
} from './signedConsent.ts'

export type AnchorFault = 'PROOF_INVALID' | 'SIGNATURE_INVALID'

/** All that can be told of an anchored consent without a chain: what it says, or why it is void whoever anchored it. When
 * its root was anchored, and whether a tombstone speaks against it, only the chain can say. */
export async function checkAnchoredConsent(
  dao: Pick<Deployment, 'chainId' | 'members'>,
  { signed, root, proof }: AnchoredConsent,
): Promise<ConsentSaid | AnchorFault> {
  if (!isUnderRoot(consentLeafHash(signed), proof, root)) return 'PROOF_INVALID'
  return (await isConsentSigned(dao, signed)) ? consentSaid(signed) : 'SIGNATURE_INVALID'
}

/** Whether a consent permits anything from the time on at which its root was anchored: in time for its signature, and
 * before its own end. */
export const countsFrom = ({ deadline, end }: Pick<ConsentSaid, 'deadline' | 'end'>, anchoredAt: number) =>
  anchoredAt <= deadline && anchoredAt < end

/** Where an anchored consent is proved, as contracts take it. */
export const toContract = ({ signed, root, proof }: AnchoredConsent) => ({
  signed: { ...signed, bits: BigInt(signed.bits) },
  root,
  proof: [...proof] as Hex[],
})
