import { findUsufructError } from '@usufruct/sdk/domain/errors'
import type { RouteParsed, RouteResult } from '@usufruct/sdk/http/route'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { depositSharesTypes } from '@usufruct/sdk/messages/offchain'
import type { KeeperApi, RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import { openSealedShare } from '@usufruct/sdk/shares/sealShare'
import { shareHash } from '@usufruct/sdk/shares/shareHash'
import { shareReceiptTypes } from '@usufruct/sdk/shares/shareReceipt'
import { type Address, hashTypedData } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import { isSignedBy } from '../chain/isSignedBy.ts'
import type { Keeper } from '../keeper.ts'
import type { ShareDeposit, StoredShare } from '../store/shareStore.ts'

type Deposit = RouteParsed<KeeperApi['depositShares']>['body']['deposits'][number]
type DepositResult = RouteResult<KeeperApi['depositShares']>

/** The share and what it is stored with, or why it is not taken. */
async function readDeposit(
  { identity, deployment, client }: Keeper,
  { facts }: Snapshot,
  { message, signature, sealed }: Deposit,
): Promise<ShareDeposit | RefusalCode> {
  const { contribution, keyCommitment, shareHashes } = message
  // Nothing is opened before the registration is final, so a deposit may come as soon as it is seen.
  const registered = facts.contributions.get(contribution)
  if (registered === undefined) return 'NOT_REGISTERED'
  const digest = hashTypedData({
    domain: eip712Domain(deployment.chainId, deployment.members),
    types: depositSharesTypes,
    primaryType: 'DepositShares',
    message,
  })
  const signed =
    message.account === registered.account &&
    (await isSignedBy(client, registered.account, digest, signature))
  if (!signed) return 'SIGNATURE_INVALID'
  const name = { contribution, index: identity.index }
  try {
    const share = await openSealedShare(sealed, identity.hpke.privateKey, name)
    const hash = shareHash(contribution, identity.index, share)
    if (hash !== shareHashes[identity.index]) return 'SHARE_HASH_MISMATCH'
    return { contribution, account: registered.account, keyCommitment, shareHash: hash, share }
  } catch (error) {
    if (findUsufructError(error)?.code === 'SHARE_UNREADABLE') return 'SHARE_UNREADABLE'
    throw error
  }
}

async function signReceipt({ identity, deployment }: Keeper, stored: StoredShare) {
  const { contribution, keyCommitment, shareHash: hash, at } = stored
  const keeper = identity.account.address.toLowerCase() as Address
  const signature = await identity.account.signTypedData({
    domain: eip712Domain(deployment.chainId, deployment.members),
    types: shareReceiptTypes,
    primaryType: 'ShareReceipt',
    message: { keeper, contribution, keyCommitment, shareHash: hash, at: BigInt(at) },
  })
  return { keeper, contribution, keyCommitment, shareHash: hash, at, signature }
}

/** Takes shares in for good. A receipt is given only for what is on disk. */
export async function depositShares(
  keeper: Keeper,
  { deposits }: { deposits: Deposit[] },
): Promise<DepositResult> {
  const snapshot = await keeper.chain.sync()
  const refused: DepositResult['refused'] = []
  const readable: ShareDeposit[] = []
  for (const deposit of deposits) {
    const read = await readDeposit(keeper, snapshot, deposit)
    if (typeof read === 'string') refused.push({ contribution: deposit.message.contribution, code: read })
    else readable.push(read)
  }
  const receipts: DepositResult['receipts'] = []
  for (const [i, outcome] of (await keeper.shares.put(readable, snapshot.time)).entries()) {
    const contribution = (readable[i] as ShareDeposit).contribution
    if (outcome.kind === 'stored') receipts.push(await signReceipt(keeper, outcome.share))
    else refused.push({ contribution, code: outcome.kind === 'exists' ? 'SHARE_EXISTS' : 'ERASED' })
  }
  return { receipts, refused }
}
