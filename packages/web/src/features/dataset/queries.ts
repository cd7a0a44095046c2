import { queryOptions } from '@tanstack/react-query'
import type { NodeClient } from '@usufruct/sdk/http/client'

export const datasetQuery = (node: NodeClient, slug: string) =>
  queryOptions({
    queryKey: ['dataset', slug],
    queryFn: ({ signal }) => node.call('getDataset', { params: { slug } }, { signal }),
    refetchInterval: 3_000,
  })
