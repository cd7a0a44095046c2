import { queryOptions } from '@tanstack/react-query'
import type { NodeClient } from '@usufruct/sdk/http/client'
import type { RouteOutput } from '@usufruct/sdk/http/route'
import type { getRound } from '@usufruct/sdk/http/routes/review'

export type Round = RouteOutput<typeof getRound>

const isOpen = (phase: Round['phase']) => phase !== 'closed'

/** The review batches that are under way, with their panels. Closed ones never change and are not asked for. */
export const openRoundsQuery = (node: NodeClient) =>
  queryOptions({
    queryKey: ['rounds', 'open'],
    queryFn: async ({ signal }): Promise<Round[]> => {
      const { rounds } = await node.call('listRounds', {}, { signal })
      const open = rounds.filter(({ phase }) => isOpen(phase)).slice(0, 8)
      return Promise.all(open.map(({ round }) => node.call('getRound', { params: { round } }, { signal })))
    },
    refetchInterval: 2_500,
  })

/** Who still has something to do in the open rounds, as far as the public can know: commitments are hidden,
 * so in the commit phase it is the whole panel. */
export const awaited = (rounds: readonly Round[]): string[] => {
  const reviewers = rounds
    .filter(({ phase }) => phase === 'commit' || phase === 'reveal')
    .flatMap(({ items }) => items)
    .filter(({ outcome }) => outcome === null)
    .flatMap(({ panel, reveals }) =>
      panel.filter((reviewer) => !reveals.some((reveal) => reveal.reviewer === reviewer)),
    )
  return [...new Set(reviewers)]
}
