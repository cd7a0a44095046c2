import { lockHome } from '@usufruct/sdk/home/lockHome.node'
import { createPublicClient, createWalletClient, http } from 'viem'
import { createChainView, type KeeperDeployment } from './chain/chainView.ts'
import { openIdentity } from './home/openIdentity.ts'
import type { Keeper } from './keeper.ts'
import { createWithdrawalRelay } from './relay/withdrawalRelay.ts'
import { openAccessLog } from './store/accessLog.ts'
import { openAnchoredStore } from './store/anchoredStore.ts'
import { openContinuationStore } from './store/continuationStore.ts'
import { openNonceGuard } from './store/nonceGuard.ts'
import { openShareStore } from './store/shareStore.ts'
import { openWithdrawalStore } from './store/withdrawalStore.ts'

export type OpenKeeperParameters = {
  home: string
  index: number
  rpc: string
  deployment: KeeperDeployment
  finality?: number | undefined
  maxHeadAge?: number | undefined
  clock?: (() => number) | undefined
}

/** A keeper whose supervisor was killed is still closing its files. */
const patienceMs = 5_000

const wallClock = () => Math.floor(Date.now() / 1000)
/** A request waits for the chain no longer than this before it is told so. */
const rpcTimeout = 10_000

/**
 * A keeper on its own home, without its HTTP server.
 *
 * @throws UsufructError `HOME_LOCKED`, `KEEPER_IDENTITY_…`, `STORE_DAMAGED`
 */
export async function openKeeper(
  parameters: OpenKeeperParameters,
): Promise<{ keeper: Keeper; close: () => Promise<void> }> {
  const { home, index, rpc, deployment, finality = 0, maxHeadAge, clock = wallClock } = parameters
  const lock = await lockHome({ home, what: 'keeper', patienceMs })
  try {
    const identity = await openIdentity(home, index)
    const transport = http(rpc, { timeout: rpcTimeout, retryCount: 1 })
    const client = createPublicClient({ transport, cacheTime: 0, pollingInterval: 200 })
    const wallet = createWalletClient({ transport })
    const chain = createChainView({ client, deployment, finality: BigInt(finality), maxHeadAge, clock })
    const shares = await openShareStore(home, identity.storeKey)
    const nonces = await openNonceGuard(home, clock())
    const accesses = await openAccessLog(home)
    const withdrawals = await openWithdrawalStore(home)
    const continuations = await openContinuationStore(home)
    const anchored = await openAnchoredStore(home)
    const { account } = identity
    const backlog = withdrawals.all()
    const relay = createWithdrawalRelay({ chain, client, wallet, account, deployment, backlog })
    return {
      keeper: {
        identity,
        deployment,
        client,
        chain,
        shares,
        nonces,
        accesses,
        withdrawals,
        continuations,
        anchored,
        relay,
        clock,
      },
      async close() {
        relay.stop()
        const stores = [shares, nonces, accesses, withdrawals, continuations, anchored]
        await Promise.all(stores.map((store) => store.close()))
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
