import {
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
  type PublicClient,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { revertToError } from '../actions/revertToError.ts'
import { within } from '../actions/within.ts'
import { membersAbi } from '../contracts/generated/Members.ts'
import { findUsufructError, UsufructError } from '../domain/errors.ts'
import { consentIdOf, readGrant } from '../domain/ids.ts'
import { bitmapToPurposes, type Purpose } from '../domain/purposes.ts'
import { createNodeClient } from '../http/client.ts'
import { createKeeperClient } from '../shares/keeperClient.ts'
import type { LeaveCard } from './leaveCard.ts'

export type RelayLeaveCardOptions = {
  /** Where to reach the chain; those that the card names when left out. */
  rpcUrl?: string | undefined
  /** Besides those that the card names. */
  keepers?: readonly string[] | undefined
  /** The DAO's node, if it is up: it relays at its own cost. */
  nodeUrl?: string | undefined
  /** Who sends the transaction; an account made for it when left out, which works where the chain asks for no fee.
   * Elsewhere the sender pays the fee. */
  sender?: LocalAccount | undefined
  fetch?: typeof globalThis.fetch | undefined
}

export type ToldOf = { url: string; error: string | null }
/** A permission of the same account for the same dataset that is newer than the card. */
export type NotCovered = { consent: Hex; purposes: Purpose[]; grantedAt: number; end: number }

export type RelayedLeaveCard = {
  consents: Hex[]
  /** `withdrawn`: by this call. `before`: they had been. `unknown`: the chain was not reached. */
  chain: 'withdrawn' | 'before' | 'unknown'
  transaction: Hex | null
  /** Why the chain was not told directly. */
  problem: string | null
  keepers: ToldOf[]
  node: ToldOf | null
  /** Null when the chain cannot be asked for it. */
  notCovered: NotCovered[] | null
}

/** Milliseconds for one place to answer. */
const patience = 30_000

const words = (error: unknown): string => {
  const known = findUsufructError(error)
  if (known) return `${known.code}: ${known.message}`
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}

const idsOf = ({ account, inners }: LeaveCard) => inners.map((inner) => consentIdOf(account, inner))

const connectTo = async (card: LeaveCard, rpcUrl: string, fetch: typeof globalThis.fetch) => {
  const transport = http(rpcUrl, { fetchFn: fetch, timeout: patience, retryCount: 1 })
  const client = createPublicClient({ transport, pollingInterval: 250 })
  const chainId = await client.getChainId()
  if (chainId !== card.chainId)
    throw new UsufructError({
      code: 'LEAVE_CARD_OTHER_CHAIN',
      message: `The card is for chain ${card.chainId}, and ${rpcUrl} is chain ${chainId}.`,
      hint: `Name the ledger of “${card.dao}” with --rpc.`,
      details: { card: card.chainId, reached: chainId },
    })
  return { client, transport }
}

const consentOf = (client: PublicClient, { members }: LeaveCard, consent: Hex) =>
  client.readContract({ address: members, abi: membersAbi, functionName: 'consentOf', args: [consent] })

const isAllWithdrawn = async (client: PublicClient, card: LeaveCard) => {
  const found = await Promise.all(idsOf(card).map((consent) => consentOf(client, card, consent)))
  return found.every(([, , , withdrawnAt]) => withdrawnAt > 0)
}

/** What the same account permitted for the same dataset since, by the chain's own record. */
const findNotCovered = async (client: PublicClient, card: LeaveCard): Promise<NotCovered[]> => {
  const covered = new Set(idsOf(card))
  const granted = await client.getContractEvents({
    address: card.members,
    abi: membersAbi,
    eventName: 'ConsentGranted',
    args: { account: card.account },
    fromBlock: 0n,
    strict: true,
  })
  const others = granted
    .map(({ args }) => readGrant(args))
    .filter(({ consent, dataset }) => dataset === card.dataset.id && !covered.has(consent))
  const open = await Promise.all(
    others.map(async ({ consent, purposes, grantedAt, end }) => {
      const [, , , withdrawnAt] = await consentOf(client, card, consent)
      const over = withdrawnAt > 0 || end <= Math.floor(Date.now() / 1000)
      return over ? [] : [{ consent, purposes: bitmapToPurposes(purposes), grantedAt, end }]
    }),
  )
  return open.flat()
}

async function sendToChain(card: LeaveCard, rpcUrl: string, options: RelayLeaveCardOptions) {
  const fetch = options.fetch ?? globalThis.fetch
  const { client, transport } = await connectTo(card, rpcUrl, fetch)
  const missed = () => findNotCovered(client, card).catch(() => null)
  if (await isAllWithdrawn(client, card))
    return { chain: 'before' as const, transaction: null, notCovered: await missed() }
  const { baseFeePerGas } = await client.getBlock()
  const account = options.sender ?? privateKeyToAccount(generatePrivateKey())
  if (!options.sender && baseFeePerGas !== 0n)
    throw new UsufructError({
      code: 'LEAVE_CARD_NEEDS_FEE',
      kind: 'conflict',
      message: 'This chain asks for a fee, and the account made for sending the card has nothing.',
      hint: 'Send it from an account that can pay (--as NAME); who that is does not matter.',
      details: { chainId: card.chainId },
    })
  const wallet = createWalletClient({ account, transport })
  try {
    const transaction = await wallet.writeContract({
      address: card.members,
      abi: membersAbi,
      functionName: 'withdrawBySig',
      args: [card.account, card.dataset.id, card.inners, card.signature],
      chain: null,
      ...(baseFeePerGas === 0n ? { gasPrice: 0n } : {}),
    })
    const { status } = await client.waitForTransactionReceipt({ hash: transaction, timeout: 2 * patience })
    if (status !== 'success')
      throw new UsufructError({
        code: 'TRANSACTION_REVERTED',
        kind: 'conflict',
        message: 'The chain refused the card.',
        hint: 'See whether the card is for this DAO.',
        details: { transaction },
      })
    return { chain: 'withdrawn' as const, transaction, notCovered: await missed() }
  } catch (error) {
    throw revertToError(error)
  }
}

async function tryChains(card: LeaveCard, options: RelayLeaveCardOptions) {
  const urls = options.rpcUrl ? [options.rpcUrl] : card.rpc
  let problem: unknown
  for (const url of urls)
    try {
      return { ...(await sendToChain(card, url, options)), problem: null }
    } catch (error) {
      problem = error
    }
  const says = urls.length === 0 ? 'no ledger was named, neither here nor on the card' : words(problem)
  return { chain: 'unknown' as const, transaction: null, notCovered: null, problem: says, cause: problem }
}

const told = async (url: string, run: () => Promise<unknown>): Promise<ToldOf> => {
  try {
    await run()
    return { url, error: null }
  } catch (error) {
    return { url, error: words(error) }
  }
}

/**
 * Sends a leave card in: to the chain itself, to keepers directly, and to the DAO's node when one is given, side by
 * side. It needs neither the member's device nor that node; one place that takes it is enough, since keepers and node
 * pass it on. Sent again it does nothing more.
 * @throws UsufructError `LEAVE_CARD_OTHER_CHAIN`, `LEAVE_CARD_NEEDS_FEE`, `LEAVE_CARD_NOT_DELIVERED` when nobody took it
 */
export async function relayLeaveCard(
  card: LeaveCard,
  options: RelayLeaveCardOptions,
): Promise<RelayedLeaveCard> {
  const fetch = options.fetch ?? globalThis.fetch
  const message = { account: card.account, dataset: card.dataset.id, inners: card.inners }
  const { signature } = card
  const keeperUrls = [...new Set([...(options.keepers ?? []), ...card.keepers])]
  const { nodeUrl } = options
  const [{ cause, ...onChain }, keepers, node] = await Promise.all([
    tryChains(card, options).then((tried) => ({ cause: undefined, ...tried })),
    Promise.all(
      keeperUrls.map((url) =>
        told(url, () =>
          within(patience, undefined, (signal) =>
            createKeeperClient(url, { fetch }).call('withdraw', { body: { message, signature } }, { signal }),
          ),
        ),
      ),
    ),
    nodeUrl
      ? told(nodeUrl, () =>
          createNodeClient({ url: nodeUrl, token: () => undefined, fetch }).call('relay', {
            body: { kind: 'withdrawConsents', message, signature },
          }),
        )
      : null,
  ])
  const taken = [...keepers, ...(node ? [node] : [])].some(({ error }) => error === null)
  if (onChain.chain === 'unknown' && !taken) {
    const known = findUsufructError(cause)
    if (known) throw known
    throw new UsufructError({
      code: 'LEAVE_CARD_NOT_DELIVERED',
      kind: 'unreachable',
      message: `Nobody took the card: ${onChain.problem}.`,
      hint: 'Name the ledger (--rpc URL) or a key holder (--keeper URL) that can be reached from here.',
      details: { keepers, node },
      cause,
    })
  }
  return { consents: idsOf(card), ...onChain, keepers, node }
}
