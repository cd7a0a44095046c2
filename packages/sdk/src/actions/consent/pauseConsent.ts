import type { Hex } from 'viem'
import { consentIdOf, datasetIdOf } from '../../domain/ids.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { pauseConsentsTypes } from '../../messages/onchain.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { relayAct } from '../relayAct.ts'
import { myConsents, noConsent } from './myConsents.ts'

export type PausedConsent = {
  consents: Hex[]
  /** Null when all of them were paused before. */
  transaction: Hex | null
}

/** Stops new licenses and new versions with what was lent to a dataset, and what it earns from then on. Licenses that
 * were bought before still open it. @throws UsufructError `CONSENT_NONE`, and the relay's own */
export async function pauseConsent(actor: Actor, { dataset }: { dataset: string }): Promise<PausedConsent> {
  const { account, address } = requireAccount(actor)
  const given = await myConsents(actor, dataset)
  if (given.length === 0) throw noConsent(dataset)
  const inners = given.filter(({ live }) => live).map(({ inner }) => inner)
  if (inners.length === 0) return { consents: [], transaction: null }
  const { chainId, members } = actor.dao.deployment
  const message = { account: address, dataset: datasetIdOf(dataset), inners }
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: pauseConsentsTypes,
    primaryType: 'PauseConsents',
    message,
  })
  const { transaction } = await relayAct(actor, { kind: 'pauseConsents', message, signature })
  return { consents: inners.map((inner) => consentIdOf(address, inner)), transaction }
}
