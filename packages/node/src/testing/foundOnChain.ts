import { deployDao } from '@usufruct/sdk/contracts/deploy'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  http,
  maxUint256,
  type PrivateKeyAccount,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Context } from '../context.ts'
import { createIndexer } from '../indexer/createIndexer.ts'
import { createSendOnce } from '../relay/createSendOnce.ts'
import { openTestContext } from './fakeContext.ts'
import { startAnvil } from './startAnvil.ts'

/** Seconds in which what was asserted can be challenged, and what was asked has to be answered. */
export const challengeWindow = 3_600

/**
 * A DAO on a chain of the test's own, with the real contracts, indexer and outbox, known to a node whose operator and
 * relayer are one account with money. `act` sends from it, or from another account that is given ether.
 */
export const foundOnChain = async () => {
  const chain = await startAnvil()
  const operator = privateKeyToAccount(generatePrivateKey())
  const transport = http(chain.rpc, { retryCount: 0 })
  const publicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const send = (method: string, ...params: unknown[]) =>
    publicClient.request({ method, params } as unknown as { method: 'web3_clientVersion' })
  const giveEther = (account: Address) => send('anvil_setBalance', account, '0x56bc75e2d63100000')
  await giveEther(operator.address)
  const deployment = await deployDao({
    walletClient: createWalletClient({ account: operator, transport }),
    publicClient,
    params: {
      charter: `0x${'c4'.repeat(32)}`,
      treasury: operator.address,
      holders: { OPERATOR: [operator.address], RELEASER: [operator.address] },
      contributorsFloorBps: 6000,
      split: { reviewersBps: 1000, treasuryBps: 1500 },
      bond: { minimum: 1_000n, incomeBps: 0 },
      minInterval: 0,
      challengeWindow,
    },
  })
  const act = async (
    address: Address,
    abi: Abi,
    functionName: string,
    args: unknown[],
    account: PrivateKeyAccount = operator,
  ) => {
    const wallet = createWalletClient({ account, transport })
    const hash = await wallet.writeContract({ address, abi, functionName, args, chain: null })
    const { status } = await publicClient.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} was reverted`)
    return hash
  }
  await act(deployment.coin, practiceDollarAbi, 'mint', [operator.address, 10n ** 12n])
  await act(deployment.coin, practiceDollarAbi, 'approve', [deployment.releases, maxUint256])

  const open = await openTestContext()
  const { db } = open.ctx
  const indexer = await createIndexer({ db, publicClient, deployment, pollingMs: 60_000 })
  const own: Partial<Context> = {
    deployment,
    publicClient: publicClient as Context['publicClient'],
    indexer,
    operator,
    relayer: operator,
    sendOnce: await createSendOnce({
      db,
      publicClient,
      chainId: deployment.chainId,
      now: () => 0,
      senders: [operator],
    }),
  }
  Object.assign(open.ctx, own)
  const time = async () => Number((await publicClient.getBlock()).timestamp)
  return {
    ctx: open.ctx,
    deployment,
    publicClient,
    operator,
    giveEther,
    act,
    time,
    /** Lets time pass on the chain, and for the node. */
    pass: async (seconds: number) => {
      await send('evm_increaseTime', seconds)
      await send('evm_mine')
      open.setTime((await time()) + 1)
    },
    setTime: open.setTime,
    close: async () => {
      await indexer.stop()
      await open.close()
      chain.stop()
    },
  }
}
