import type { PublicClient } from 'viem'
import type { ChainView, KeeperDeployment } from './chain/chainView.ts'
import type { KeeperIdentity } from './home/openIdentity.ts'
import type { WithdrawalRelay } from './relay/withdrawalRelay.ts'
import type { AccessLog } from './store/accessLog.ts'
import type { AnchoredStore } from './store/anchoredStore.ts'
import type { ContinuationStore } from './store/continuationStore.ts'
import type { NonceGuard } from './store/nonceGuard.ts'
import type { ShareStore } from './store/shareStore.ts'
import type { WithdrawalStore } from './store/withdrawalStore.ts'

/** What every verb of a keeper works on. */
export type Keeper = {
  identity: KeeperIdentity
  deployment: KeeperDeployment
  client: PublicClient
  chain: ChainView
  shares: ShareStore
  nonces: NonceGuard
  accesses: AccessLog
  withdrawals: WithdrawalStore
  continuations: ContinuationStore
  anchored: AnchoredStore
  relay: WithdrawalRelay
  clock: () => number
}
