import type { Hex } from 'viem'
import { findUsufructError } from '../../domain/errors.ts'
import { contributionIdOf, datasetIdOf } from '../../domain/ids.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { registerContributionTypes } from '../../messages/onchain.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { isRegistered } from '../chainReads.ts'
import { relayAct, signatureDeadline } from '../relayAct.ts'

export type RegisterContributionInput = { dataset: string; consent: Hex; commitment: Hex }

/** Makes a commitment final on chain. One that is already there is left as it is. */
export async function registerContribution(
  actor: Actor,
  { dataset, consent, commitment }: RegisterContributionInput,
): Promise<{ contribution: Hex; transaction: Hex | null }> {
  const { account, address } = requireAccount(actor)
  const { chainId, contributions } = actor.dao.deployment
  const contribution = contributionIdOf(address, commitment)
  if (await isRegistered(actor, contribution)) return { contribution, transaction: null }
  const message = { account: address, dataset: datasetIdOf(dataset), consent, commitment }
  const deadline = signatureDeadline()
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, contributions),
    types: registerContributionTypes,
    primaryType: 'RegisterContribution',
    message: { ...message, deadline },
  })
  try {
    const { transaction } = await relayAct(actor, {
      kind: 'registerContribution',
      message: { ...message, deadline: String(deadline) },
      signature,
    })
    return { contribution, transaction }
  } catch (error) {
    // The id is made of this account and this salt, so nobody else can have used it.
    if (findUsufructError(error)?.code === 'CONTRIBUTIONS_ID_USED') return { contribution, transaction: null }
    throw error
  }
}
