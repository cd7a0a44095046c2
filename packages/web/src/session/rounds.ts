import { queryOptions } from '@tanstack/react-query'
import type { NodeClient } from '@usufruct/sdk/http/client'
import type { RouteOutput } from '@usufruct/sdk/http/route'
import type { getRound } from '@usufruct/sdk/http/routes/review'
import { isSealed } from './sealed.ts'

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

export type Chair = {
  round: string
  contribution: string
  phase: 'commit' | 'reveal'
  reviewer: string
}

/** Who has not shown a score yet in the open rounds. Commitments are hidden, so in the commit phase that is the whole
 * panel, less what this very device has sealed. */
export const openChairs = (rounds: readonly Round[]): Chair[] =>
  rounds.flatMap(({ round, phase, items }) =>
    phase === 'commit' || phase === 'reveal'
      ? items
          .filter(({ outcome }) => outcome === null)
          .flatMap(({ contribution, panel, reveals }) =>
            panel
              .filter((reviewer) => !reveals.some((reveal) => reveal.reviewer === reviewer))
              .map((reviewer) => ({ round, contribution, phase, reviewer })),
          )
      : [],
  )

/** Chairs with something left to do for whoever sits down on them now. */
export const busyChairs = (rounds: readonly Round[]): Chair[] =>
  openChairs(rounds).filter((chair) => chair.phase === 'reveal' || !isSealed(chair))
