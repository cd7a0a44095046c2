import { queryOptions } from '@tanstack/react-query'
import type { NodeClient } from '@usufruct/sdk/http/client'

/** Public facts that several screens show. What one screen alone needs is in its own feature. */
export const overviewQuery = (node: NodeClient) =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => node.call('getOverview', {}, { signal }),
    refetchInterval: 1_500,
  })

export const datasetsQuery = (node: NodeClient) =>
  queryOptions({
    queryKey: ['datasets'],
    queryFn: async ({ signal }) => (await node.call('listDatasets', {}, { signal })).datasets,
    refetchInterval: 4_000,
  })

export const licensesQuery = (node: NodeClient, licensee?: string) =>
  queryOptions({
    queryKey: ['licenses', licensee ?? 'everybody'],
    queryFn: async ({ signal }) =>
      (await node.call('listLicenses', { query: licensee ? { licensee } : {} }, { signal })).licenses,
    refetchInterval: 3_000,
  })

export const practiceAccountsQuery = (node: NodeClient, practice: boolean) =>
  queryOptions({
    queryKey: ['practice-accounts'],
    queryFn: async ({ signal }) => (await node.call('listPracticeAccounts', {}, { signal })).accounts,
    enabled: practice,
    staleTime: 60_000,
  })
