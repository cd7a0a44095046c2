import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { RouteParsed, RouteResult } from '@usufruct/sdk/http/route'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { withdrawConsentsTypes } from '@usufruct/sdk/messages/onchain'
import type { KeeperApi } from '@usufruct/sdk/shares/keeperContract'
import { hashTypedData } from 'viem'
import { isSignedBy } from '../chain/isSignedBy.ts'
import type { Keeper } from '../keeper.ts'
import { consentsOf } from '../store/withdrawalStore.ts'
import { signatureInvalid } from './checkRequest.ts'

/**
 * Takes a signed withdrawal, so that leaving does not depend on the DAO's operator: refused here from the
 * moment it is on disk, then passed on to the chain. It needs no fresh view of the chain: it only takes away.
 */
export async function withdrawConsents(
  keeper: Keeper,
  { message, signature }: RouteParsed<KeeperApi['withdraw']>['body'],
): Promise<RouteResult<KeeperApi['withdraw']>> {
  const { deployment, client, chain, withdrawals, relay, clock } = keeper
  const digest = hashTypedData({
    domain: eip712Domain(deployment.chainId, deployment.members),
    types: withdrawConsentsTypes,
    primaryType: 'WithdrawConsents',
    message,
  })
  if (!(await isSignedBy(client, message.account, digest, signature))) throw signatureInvalid(message.account)

  // Anyone can make accounts; only those with something here may have it kept and relayed at this keeper's cost.
  const snapshot = await chain.sync().catch(() => null)
  if (snapshot !== null && !snapshot.facts.accounts.has(message.account))
    throw new UsufructError({
      code: 'ACCOUNT_UNKNOWN',
      kind: 'notFound',
      message: `${message.account} has no consent and no contribution in this DAO.`,
      hint: 'Send the withdrawal to the chain itself if it is meant for an id that was never used.',
      details: { account: message.account },
    })
  const consents = consentsOf(message)
  const withdrawal = { ...message, signature, at: snapshot?.time ?? clock() }
  if (!consents.every(withdrawals.has)) await withdrawals.add(withdrawal)
  return { consents, ...(await relay.add(withdrawal)) }
}
