import { queryOptions } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { NodeClient } from '@usufruct/sdk/http/client'
import type { Round } from '../../session/rounds.ts'

export const nextReviewQuery = (actor: Actor) =>
  queryOptions({
    queryKey: ['mine', actor.account?.address, 'review'],
    queryFn: ({ signal }) => signedIn(actor, () => actor.node.call('nextReview', {}, { signal })),
    refetchInterval: 1_500,
  })

const closedRoundQuery = (node: NodeClient, round: Round['round']) =>
  queryOptions({
    queryKey: ['round', round],
    queryFn: () => node.call('getRound', { params: { round } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type PastReview = {
  round: string
  contribution: string
  score: number
  note: string
  outcome: Round['items'][number]['outcome']
}

/** What this reviewer has scored in the latest closed rounds. A closed round never changes, so each is asked for once. */
export const pastReviewsQuery = (node: NodeClient, reviewer: string) =>
  queryOptions({
    queryKey: ['mine', reviewer, 'past-reviews'],
    queryFn: async ({ signal, client }): Promise<PastReview[]> => {
      const { rounds } = await node.call('listRounds', {}, { signal })
      const closed = rounds.filter(({ phase }) => phase === 'closed').slice(0, 20)
      const whole = await Promise.all(
        closed.map(({ round }) => client.fetchQuery(closedRoundQuery(node, round))),
      )
      return whole.flatMap(({ round, items }) =>
        items.flatMap(({ contribution, outcome, reveals }) =>
          reveals
            .filter((reveal) => reveal.reviewer === reviewer)
            .map(({ score, note }) => ({ round, contribution, score, note, outcome })),
        ),
      )
    },
    refetchInterval: 10_000,
  })
