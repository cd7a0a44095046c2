import { queryOptions } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'

const settled: readonly Contribution['state'][] = ['accepted', 'rejected', 'returned', 'withdrawn', 'failed']

export const myContributionsQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'contributions'],
    queryFn: async ({ signal }) =>
      (await signedIn(actor, () => actor.node.call('listMyContributions', {}, { signal }))).contributions,
    // Quick while something is on its way through the stages.
    refetchInterval: ({ state }) =>
      state.data?.some((contribution) => !settled.includes(contribution.state)) ? 1_500 : 6_000,
  })

export const standingConsentQuery = (actor: Actor | undefined, dataset: string) =>
  queryOptions({
    queryKey: ['mine', actor?.account?.address, 'standing-consent', dataset],
    queryFn: async ({ signal }) => {
      if (!actor) return null
      const { consents } = await signedIn(actor, () => actor.node.call('listMyConsents', {}, { signal }))
      return (
        consents.find(
          ({ dataset: lentTo, state }) => lentTo === dataset && (state === 'live' || state === 'paused'),
        ) ?? null
      )
    },
    enabled: actor !== undefined,
  })
