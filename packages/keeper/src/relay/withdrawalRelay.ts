import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import type { PrivateKeyAccount, PublicClient, WalletClient } from 'viem'
import type { ChainView, KeeperDeployment, Snapshot } from '../chain/chainView.ts'
import { createTurns } from '../store/inTurn.ts'
import { consentsOf, type Withdrawal } from '../store/withdrawalStore.ts'

export type RelayState = { relay: 'onChain' | 'pending'; problem: string | null }

export type WithdrawalRelay = {
  /** Tries once and says how it went; goes on trying by itself if it has to. */
  add: (withdrawal: Withdrawal) => Promise<RelayState>
  pending: () => number
  stop: () => void
}

const firstPause = 1_000
const longestPause = 300_000

export type WithdrawalRelayParameters = {
  chain: ChainView
  client: PublicClient
  wallet: WalletClient
  account: PrivateKeyAccount
  deployment: KeeperDeployment
  /** Kept from before the last stop: what the chain does not show of it is tried again. */
  backlog: readonly Withdrawal[]
}

const reasonOf = (error: unknown) =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)

/** Brings withdrawals to the chain from the keeper's own account, one at a time, until the chain shows them. */
export function createWithdrawalRelay(parameters: WithdrawalRelayParameters): WithdrawalRelay {
  const { chain, client, wallet, account, deployment } = parameters
  const open = new Set(parameters.backlog)
  const inTurn = createTurns()
  let pause = firstPause
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const send = async ({ account: member, dataset, inners, signature }: Withdrawal): Promise<void> => {
    const { baseFeePerGas } = await client.getBlock()
    const hash = await wallet.writeContract({
      address: deployment.members,
      abi: membersAbi,
      functionName: 'withdrawBySig',
      args: [member, dataset, inners, signature],
      account,
      chain: null,
      // The embedded chain asks for no fee and keepers hold no coins on it; elsewhere viem finds the price.
      ...(baseFeePerGas === 0n ? { gasPrice: 0n } : {}),
    })
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: 60_000 })
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} was reverted`)
  }

  const shows = ({ facts }: Snapshot, withdrawal: Withdrawal) =>
    consentsOf(withdrawal).every((consent) => facts.withdrawn.has(consent))

  const attempt = (withdrawal: Withdrawal): Promise<RelayState> =>
    inTurn(async () => {
      try {
        if (!shows(await chain.sync(), withdrawal)) await send(withdrawal)
        open.delete(withdrawal)
        pause = firstPause
        return { relay: 'onChain', problem: null }
      } catch (error) {
        later()
        return { relay: 'pending', problem: reasonOf(error) }
      }
    })

  const attemptAll = async (): Promise<void> => {
    for (const withdrawal of [...open]) if (!stopped) await attempt(withdrawal)
  }

  const later = (): void => {
    if (stopped || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void attemptAll()
    }, pause)
    timer.unref()
    pause = Math.min(2 * pause, longestPause)
  }

  if (open.size > 0) void attemptAll()
  return {
    add(withdrawal) {
      open.add(withdrawal)
      return attempt(withdrawal)
    },
    pending: () => open.size,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
