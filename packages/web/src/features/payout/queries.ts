import { queryOptions } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'

export const earningsQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'earnings'],
    queryFn: ({ signal }) => signedIn(actor, () => actor.node.call('getMyEarnings', {}, { signal })),
    refetchInterval: 3_000,
  })
