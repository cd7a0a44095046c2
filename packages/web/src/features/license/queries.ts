import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { NodeClient } from '@usufruct/sdk/http/client'
import { erc20Abi } from 'viem'

export const quoteQuery = (node: NodeClient, offer: string, months: number) =>
  queryOptions({
    queryKey: ['quote', offer, months],
    queryFn: ({ signal }) => node.call('quoteLicense', { params: { offer }, query: { months } }, { signal }),
    // The old price stays on screen, marked as such, until the new one is here.
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })

export const balanceQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'balance'],
    queryFn: async () =>
      actor.account
        ? actor.publicClient.readContract({
            address: actor.dao.coin.address,
            abi: erc20Abi,
            functionName: 'balanceOf',
            args: [actor.account.address],
          })
        : 0n,
  })

export const noticesQuery = (actor: Actor, license: string) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'notices', license],
    queryFn: async ({ signal }) =>
      (await signedIn(actor, () => actor.node.call('listNotices', { params: { license } }, { signal })))
        .notices,
    refetchInterval: 3_000,
  })
