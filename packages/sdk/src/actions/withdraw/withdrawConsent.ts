import type { Hex } from 'viem'
import { consentIdOf, datasetIdOf } from '../../domain/ids.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { withdrawConsentsTypes } from '../../messages/onchain.ts'
import { createKeeperClient } from '../../shares/keeperClient.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { absoluteUrl } from '../connect.ts'
import { myConsents, noConsent } from '../consent/myConsents.ts'
import { relayAct } from '../relayAct.ts'
import { within } from '../within.ts'

export type WithdrawConsentInput = {
  dataset: string
  /** Only these; every consent the member has for the dataset when left out. */
  inners?: readonly Hex[] | undefined
}

export type Withdrawn = {
  consents: Hex[]
  /** The first transaction; null when every consent had been withdrawn before. */
  transaction: Hex | null
  /** Keepers that refuse from now on, whether or not the chain has heard. */
  keepers: number
}

/** A relayed act names at most this many. */
const batchSize = 64
/** Milliseconds for a keeper to answer: it may have to tell the chain. */
const patience = 20_000

/** Takes back what the member permitted for a dataset. The chain and every keeper are told side by side: one
 * that is down or unwilling cannot hold the others up.
 * @throws UsufructError `CONSENT_NONE`, or the relay's error when no keeper took it either */
export async function withdrawConsent(
  actor: Actor,
  { dataset, inners: named }: WithdrawConsentInput,
): Promise<Withdrawn> {
  const { address } = requireAccount(actor)
  const inners = named ?? (await innersToWithdraw(actor, dataset))
  const result: Withdrawn = { consents: [], transaction: null, keepers: 0 }
  for (let at = 0; at < inners.length; at += batchSize) {
    const batch = inners.slice(at, at + batchSize)
    const { transaction, keepers } = await withdrawBatch(actor, datasetIdOf(dataset), batch)
    result.consents.push(...batch.map((inner) => consentIdOf(address, inner)))
    result.transaction ??= transaction
    result.keepers = Math.max(result.keepers, keepers)
  }
  return result
}

/** Ended ones too: an id that is over for good cannot be argued about. */
async function innersToWithdraw(actor: Actor, dataset: string): Promise<Hex[]> {
  const given = await myConsents(actor, dataset)
  if (given.length === 0) throw noConsent(dataset)
  return given.filter((consent) => consent.withdrawnAt === null).map((consent) => consent.inner)
}

async function withdrawBatch(actor: Actor, dataset: Hex, inners: Hex[]) {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const message = { account: address, dataset, inners }
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: withdrawConsentsTypes,
    primaryType: 'WithdrawConsents',
    message,
  })
  const [relayed, ...told] = await Promise.allSettled([
    relayAct(actor, { kind: 'withdrawConsents', message, signature }),
    ...actor.dao.keepers.map(({ url }) => {
      const client = createKeeperClient(absoluteUrl(actor.node.url, url), { fetch: actor.fetch })
      return within(patience, undefined, (signal) =>
        client.call('withdraw', { body: { message, signature } }, { signal }),
      )
    }),
  ])
  const keepers = told.filter((answer) => answer.status === 'fulfilled').length
  // Keepers that accepted pass it on to the chain themselves, so the member has done all there is to do.
  if (relayed.status === 'rejected' && keepers === 0) throw relayed.reason
  return { transaction: relayed.status === 'fulfilled' ? relayed.value.transaction : null, keepers }
}
