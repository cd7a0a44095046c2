import type { Hex } from 'viem'
import { offersAbi } from '../../contracts/generated/Offers.ts'
import { UsufructError } from '../../domain/errors.ts'
import type { Purpose } from '../../domain/purposes.ts'
import { requireConsistent } from '../../terms/contradictions.ts'
import { agreementTerms } from '../../terms/deriveTerms.ts'
import { narrow } from '../../terms/narrow.ts'
import { type LicenseTerms, termsHash } from '../../terms/terms.ts'
import type { Actor } from '../actor.ts'

export type UseOfLicense = {
  /** Left out: all that the offer permits. */
  purposes?: readonly Purpose[] | undefined
  territory?: readonly string[] | undefined
  commercial?: LicenseTerms['commercial'] | undefined
}

/** An offer's terms, as the chain names them and not as a node says. */
const readOfferTerms = async ({ node, publicClient, dao }: Actor, offer: string): Promise<LicenseTerms> => {
  const { terms: hash } = await publicClient.readContract({
    address: dao.deployment.offers,
    abi: offersAbi,
    functionName: 'offerOf',
    args: [BigInt(offer)],
  })
  const { terms } = await node.call('getTerms', { params: { hash: hash as Hex } })
  if (termsHash(terms) === hash) return terms
  throw new UsufructError({
    code: 'TERMS_MISMATCH',
    message: `The terms that the node shows for offer ${offer} are not those on chain.`,
    hint: 'Buy nothing under them, and ask the DAO.',
    details: { offer, expected: hash, actual: termsHash(terms) },
  })
}

/**
 * Refuses a license that would not allow what it is bought for: before anybody pays. `start` and `end` are Unix times
 * in seconds.
 *
 * @throws UsufructError `USE_NOT_PERMITTED` with the blocks, `TERMS_CONTRADICTORY`, `TERMS_PAST`, `TERMS_MISMATCH`
 */
export async function requireUse(
  actor: Actor,
  { offer, start, end, use }: { offer: string; start: number; end: number; use?: UseOfLicense | undefined },
): Promise<LicenseTerms> {
  const terms = await readOfferTerms(actor, offer)
  // Its beginning may well be past: it was published before.
  requireConsistent({ ...terms, term: { ...terms.term, start: null } }, { now: start })
  const licensee = { id: `urn:usufruct:account:${actor.account?.address.toLowerCase() ?? 'nobody'}` }
  const license = agreementTerms(terms, { ...use, id: `${terms.id}:license`, licensee, start, end })
  const answer = narrow([terms], license)
  if (answer.allowed) return license
  throw new UsufructError({
    code: 'USE_NOT_PERMITTED',
    kind: 'permission',
    message: `Offer ${offer} does not allow this use. ${answer.blocks.map(({ words }) => words).join(' ')}`,
    hint: 'Ask for less, or look for another offer with `usufruct license check`.',
    details: { offer, blocks: answer.blocks },
  })
}
