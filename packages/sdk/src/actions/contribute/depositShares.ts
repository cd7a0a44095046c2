import { type Hex, hexToBytes } from 'viem'
import { findUsufructError, UsufructError } from '../../domain/errors.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { depositSharesTypes } from '../../messages/offchain.ts'
import { createKeeperClient } from '../../shares/keeperClient.ts'
import { sealShare } from '../../shares/sealShare.ts'
import { shareHash } from '../../shares/shareHash.ts'
import { isShareReceiptSigned } from '../../shares/shareReceipt.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { backOff, isTransient, type Wait } from '../backOff.ts'
import { absoluteUrl } from '../connect.ts'
import { within } from '../within.ts'

export type DepositSharesInput = {
  contribution: Hex
  keyCommitment: Hex
  /** The i-th goes to the i-th keeper. */
  shares: readonly Hex[]
  wait?: Wait | undefined
  signal?: AbortSignal | undefined
}

/** Milliseconds for a keeper to answer. */
const patience = 20_000

type Keeper = Actor['dao']['keepers'][number]
type Deposit = {
  message: { account: Hex; contribution: Hex; keyCommitment: Hex; shareHashes: Hex[] }
  signature: Hex
}

const refusal = (keeper: Keeper, code: string) =>
  new UsufructError({
    code: 'KEEPER_REFUSED_SHARE',
    // A keeper reads the chain for itself and may not have seen the registration yet.
    kind: code === 'NOT_REGISTERED' ? 'unreachable' : 'conflict',
    message: `Key holder ${keeper.index} did not take its share: ${code}.`,
    hint: 'Try again; if it stays so, tell the DAO which key holder it is.',
    details: { keeper: keeper.address, index: keeper.index, reason: code },
  })

/**
 * Leaves every keeper its share, sealed to it, and holds its signed receipt against what was sent. Nothing
 * leaves the device after this unless all of them have it: fewer would still open the data, but the next one
 * to fail would lose it.
 *
 * @throws UsufructError `KEEPER_REFUSED_SHARE`, `KEEPER_RECEIPT_INVALID`, `KEEPERS_UNREACHABLE`
 */
export async function depositShares(
  actor: Actor,
  { contribution, keyCommitment, shares, wait, signal }: DepositSharesInput,
): Promise<void> {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const keepers = [...actor.dao.keepers].sort((a, b) => a.index - b.index)
  if (shares.length !== keepers.length)
    throw new UsufructError({
      code: 'KEEPERS_CHANGED',
      kind: 'conflict',
      message: `The key was cut for ${shares.length} key holders, and the DAO now has ${keepers.length}.`,
      hint: 'Remove this contribution’s draft and lend the file again.',
      details: { shares: shares.length, keepers: keepers.length },
    })
  const shareHashes = shares.map((share, index) => shareHash(contribution, index, hexToBytes(share)))
  const message = { account: address, contribution, keyCommitment, shareHashes }
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: depositSharesTypes,
    primaryType: 'DepositShares',
    message,
  })
  const tried = await Promise.allSettled(
    keepers.map(async (keeper) => {
      const sealed = await sealShare(hexToBytes(shares[keeper.index] ?? '0x'), keeper.hpkePublicKey, {
        contribution,
        index: keeper.index,
      })
      await backOff(
        () =>
          within(patience, signal, (until) => deposit(actor, keeper, { message, signature }, sealed, until)),
        { wait, signal },
      )
    }),
  )
  signal?.throwIfAborted()
  const failed = keepers.flatMap((keeper, at) => {
    const outcome = tried[at]
    return outcome?.status === 'rejected' ? [{ keeper, reason: outcome.reason as unknown }] : []
  })
  const [first] = failed
  if (!first) return
  const final = failed.find(({ reason }) => !isTransient(reason))
  if (final) throw final.reason
  throw new UsufructError({
    code: 'KEEPERS_UNREACHABLE',
    kind: 'unreachable',
    message: `Not every key holder took its share: ${failed.map(({ keeper }) => keeper.index).join(', ')} did not.`,
    hint: 'Nothing is lost and nothing was uploaded. Repeat this when they can be reached.',
    details: {
      missing: failed.map(({ keeper, reason }) => ({
        keeper: keeper.address,
        index: keeper.index,
        code: findUsufructError(reason)?.code ?? 'INTERNAL',
      })),
    },
    cause: first.reason,
  })
}

async function deposit(
  actor: Actor,
  keeper: Keeper,
  { message, signature }: Deposit,
  sealed: Hex,
  signal: AbortSignal,
): Promise<void> {
  const client = createKeeperClient(absoluteUrl(actor.node.url, keeper.url), { fetch: actor.fetch })
  const { receipts, refused } = await client.call(
    'depositShares',
    { body: { deposits: [{ message, signature, sealed }] } },
    { signal },
  )
  const [no] = refused
  if (no) throw refusal(keeper, no.code)
  const [receipt] = receipts
  const isOurs =
    receipt?.keeper === keeper.address &&
    receipt.contribution === message.contribution &&
    receipt.keyCommitment === message.keyCommitment &&
    receipt.shareHash === message.shareHashes[keeper.index]
  if (
    !receipt ||
    !isOurs ||
    !(await isShareReceiptSigned(
      actor.dao.deployment,
      { ...receipt, at: BigInt(receipt.at) },
      receipt.signature,
    ))
  )
    throw new UsufructError({
      code: 'KEEPER_RECEIPT_INVALID',
      kind: 'conflict',
      message: `Key holder ${keeper.index} gave a receipt that does not say it has this share.`,
      hint: 'Tell the DAO: this key holder, or something on the way to it, is not what it should be.',
      details: { keeper: keeper.address, index: keeper.index },
    })
}
