import type { RouteResult } from '@usufruct/sdk/http/route'
import type { KeeperApi } from '@usufruct/sdk/shares/keeperContract'
import type { Keeper } from '../keeper.ts'

/** Looks at the chain first, so that what it says of it is true now. */
export async function getStatus(keeper: Keeper): Promise<RouteResult<KeeperApi['getStatus']>> {
  const { identity, deployment, chain, shares, relay, clock } = keeper
  await chain.sync().catch(() => undefined)
  const head = chain.head()
  return {
    address: identity.account.address,
    hpkePublicKey: identity.hpke.publicKey,
    index: identity.index,
    chainId: deployment.chainId,
    dao: deployment.members,
    head: head && { ...head, number: Number(head.number) },
    headAge: head && clock() - head.timestamp,
    problem: chain.problem(),
    shares: shares.count(),
    withdrawalsToRelay: relay.pending(),
  }
}
