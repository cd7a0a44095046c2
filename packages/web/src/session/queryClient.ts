import { QueryClient } from '@tanstack/react-query'
import { findUsufructError } from '@usufruct/sdk/domain/errors'

const mayPass = (error: unknown) => {
  const kind = findUsufructError(error)?.kind
  return kind === undefined || kind === 'unreachable' || kind === 'internal'
}

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        // A refusal stays a refusal; only what may pass is tried again.
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (attempt) => Math.min(4_000, 500 * 2 ** attempt),
        refetchOnWindowFocus: true,
        // The node is on this machine or answers for itself; what the browser thinks of the network is beside it.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
