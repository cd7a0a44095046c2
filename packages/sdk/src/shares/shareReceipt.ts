import { type Address, type Hex, recoverTypedDataAddress } from 'viem'
import { eip712Domain } from '../messages/domain.ts'

/** Signed by a keeper: it has stored this very share. `at` is when it did first. Bound to Members. */
export const shareReceiptTypes = {
  ShareReceipt: [
    { name: 'keeper', type: 'address' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'keyCommitment', type: 'bytes32' },
    { name: 'shareHash', type: 'bytes32' },
    { name: 'at', type: 'uint256' },
  ],
} as const

export type ShareReceipt = {
  keeper: Address
  contribution: Hex
  keyCommitment: Hex
  shareHash: Hex
  at: bigint
}

/** Whether the named keeper signed this receipt. Keepers sign with a key, never as a contract. */
export async function isShareReceiptSigned(
  dao: { chainId: number; members: Address },
  message: ShareReceipt,
  signature: Hex,
): Promise<boolean> {
  const signer = await recoverTypedDataAddress({
    domain: eip712Domain(dao.chainId, dao.members),
    types: shareReceiptTypes,
    primaryType: 'ShareReceipt',
    message,
    signature,
  }).catch(() => undefined)
  return signer?.toLowerCase() === message.keeper.toLowerCase()
}
