import { queryOptions, skipToken } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedAgreement } from '@usufruct/sdk/actions/consent/signedAgreement'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { NodeClient } from '@usufruct/sdk/http/client'
import type { RouteOutput } from '@usufruct/sdk/http/route'
import type { getMyReceipt } from '@usufruct/sdk/http/routes/consent'
import type { Hex } from 'viem'

/** Checked against its hash on this device before a word of it is shown. */
export const textQuery = (node: NodeClient, hash: Hex) =>
  queryOptions({
    queryKey: ['text', hash],
    queryFn: async ({ signal }) => {
      const [{ readText }, sent] = await Promise.all([
        import('../texts/readText.ts'),
        node.call('getText', { params: { hash } }, { signal }),
      ])
      return { ...sent, ...readText(sent.text, hash) }
    },
    // A text behind a hash never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What a permission was signed under, also when a newer version is the one that is signed now. */
/** Nothing to ask for while it is not known what was signed. */
export const signedAgreementQuery = (actor: Actor, hash: Hex | null) =>
  queryOptions({
    queryKey: ['agreement', hash],
    queryFn: hash ? () => signedAgreement(actor, hash) : skipToken,
    // A text behind a hash never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

export const myConsentsQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'consents'],
    queryFn: async ({ signal }) =>
      (await signedIn(actor, () => actor.node.call('listMyConsents', {}, { signal }))).consents,
    refetchInterval: 4_000,
  })

export const myReceiptsQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'receipts'],
    queryFn: async ({ signal }) =>
      (await signedIn(actor, () => actor.node.call('listMyReceipts', {}, { signal }))).receipts,
    refetchInterval: 4_000,
  })

export const myReceiptQuery = (actor: Actor, id: string) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'receipt', id],
    queryFn: ({ signal }) =>
      signedIn(actor, () => actor.node.call('getMyReceipt', { params: { id } }, { signal })),
    // A receipt is signed: it never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

export const agreementsQuery = (node: NodeClient) =>
  queryOptions({
    queryKey: ['agreements'],
    queryFn: async ({ signal }) => (await node.call('listAgreements', {}, { signal })).agreements,
    staleTime: 30_000,
  })

/** Checked on this device; the code for it comes when there is something to check. */
export const receiptCheckQuery = (actor: Actor, receipt: RouteOutput<typeof getMyReceipt> | undefined) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'receipt-check', receipt?.id],
    queryFn: async () => {
      const { verifyReceipt } = await import('@usufruct/sdk/records/verifyReceipt')
      if (!receipt) throw new Error('there is no receipt to check')
      return verifyReceipt(receipt, { operator: actor.dao.operator })
    },
    enabled: receipt !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
