import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { NodeClient } from '@usufruct/sdk/http/client'
import type { RouteOutput } from '@usufruct/sdk/http/route'
import type { getCertificate } from '@usufruct/sdk/http/routes/terms'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import { type Address, erc20Abi } from 'viem'

export type CommercialUse = LicenseTerms['commercial']

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

export const stabilityQuery = (node: NodeClient, offer: string, months: number) =>
  queryOptions({
    queryKey: ['stability', offer, months],
    queryFn: ({ signal }) => node.call('getStability', { params: { offer }, query: { months } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })

export const certificateQuery = (node: NodeClient, license: string) =>
  queryOptions({
    queryKey: ['certificate', license],
    queryFn: ({ signal }) => node.call('getCertificate', { params: { license } }, { signal }),
    staleTime: 60_000,
  })

/** Checked on this device; the code for it comes when there is something to check. */
export const certificateCheckQuery = (
  found: RouteOutput<typeof getCertificate> | undefined,
  license: string,
  operator: Address,
) =>
  queryOptions({
    queryKey: ['certificate-check', license, found?.hash],
    queryFn: async () => {
      const { verifyCertificate } = await import('@usufruct/sdk/records/verifyCertificate')
      if (!found) throw new Error('there is no certificate to check')
      return verifyCertificate(found, { operator })
    },
    enabled: found !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

export type Question = {
  purposes: readonly Purpose[]
  territory: string
  until: number | undefined
  commercial: CommercialUse
}

export const mayIQuery = (node: NodeClient, slug: string, asked: Question | null) =>
  queryOptions({
    queryKey: ['may-i', slug, asked],
    queryFn: ({ signal }) => {
      if (!asked) throw new Error('nothing was asked')
      const { purposes, territory, until, commercial } = asked
      return node.call(
        'checkLicense',
        {
          params: { slug },
          query: { purposes: purposes.join(','), territory, until, commercial },
        },
        { signal },
      )
    },
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })
