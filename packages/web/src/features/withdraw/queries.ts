import { queryOptions } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'

export const myConsentsQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'consents'],
    queryFn: async ({ signal }) =>
      (await signedIn(actor, () => actor.node.call('listMyConsents', {}, { signal }))).consents,
    refetchInterval: 4_000,
  })
