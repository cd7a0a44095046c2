import { type Abi, createWalletClient, custom, type Hex, type TransactionReceipt } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import { type Actor, requireAccount } from './actor.ts'
import { revertToError } from './revertToError.ts'

export type OwnCall = { address: Hex; abi: Abi; functionName: string; args: readonly unknown[] }

/**
 * Sends a transaction of the account's own and waits for it. Tried as a call first, so that a contract that
 * would refuse it says why, and nothing is sent.
 *
 * @throws UsufructError the contract's own error, `TRANSACTION_REVERTED`, `CHAIN_UNREACHABLE`
 */
export async function ownTransaction(actor: Actor, call: OwnCall): Promise<TransactionReceipt> {
  const { account } = requireAccount(actor)
  const { publicClient, dao } = actor
  const wallet = createWalletClient({ account, transport: custom(publicClient) })
  let hash: Hex
  let receipt: TransactionReceipt
  try {
    await publicClient.simulateContract({ ...call, account })
    const { baseFeePerGas } = await publicClient.getBlock()
    // The embedded chain asks for no fee, and its members hold nothing to pay one with.
    const fees = baseFeePerGas === 0n ? { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n } : {}
    hash = await wallet.writeContract({
      ...call,
      account,
      chain: chainOf(dao.deployment.chainId),
      ...fees,
    })
    receipt = await publicClient.waitForTransactionReceipt({ hash, timeout: 120_000 })
  } catch (error) {
    const known = revertToError(error)
    if (known instanceof UsufructError) throw known
    throw new UsufructError({
      code: 'CHAIN_UNREACHABLE',
      kind: 'unreachable',
      message: 'The chain did not take the transaction.',
      hint: 'Look at what you own before trying again: it may have arrived.',
      cause: error,
    })
  }
  if (receipt.status === 'success') return receipt
  throw new UsufructError({
    code: 'TRANSACTION_REVERTED',
    kind: 'conflict',
    message: 'The chain refused the transaction.',
    hint: 'Something changed between the check and the act; look again and repeat it.',
    details: { transaction: hash },
  })
}

const chainOf = (id: number) => ({
  id,
  name: `chain ${id}`,
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [] } },
})
