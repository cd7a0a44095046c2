import type { Actor } from '@usufruct/sdk/actions/actor'
import { commitScore } from '@usufruct/sdk/actions/review/commitScore'
import { revealScore } from '@usufruct/sdk/actions/review/revealScore'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Hex } from 'viem'
import { scoreRows } from './scoreRows.ts'

export type Reviewer = {
  /** Does all that can be done now. Tells whether there was anything. */
  act: () => Promise<boolean>
}

type Task = { round: Hex; contribution: Hex; note: string }

/**
 * One reviewer of the sample, scoring by its rule. What it committed to it shows as soon as the round lets it, without asking for the
 * rows again: each look opens the data anew and is recorded.
 */
export const createReviewer = (actor: Actor): Reviewer => {
  const committed = new Map<string, Task>()

  const show = async () => {
    const rounds = new Set([...committed.values()].map(({ round }) => round))
    for (const round of rounds) {
      const { phase } = await actor.node.call('getRound', { params: { round } })
      if (phase === 'open' || phase === 'commit') continue
      for (const [key, task] of committed) {
        if (task.round !== round) continue
        committed.delete(key)
        // A round that closed meanwhile has heard enough, or begins again with new tasks.
        if (phase === 'reveal') await revealScore(actor, { task, note: task.note })
      }
    }
  }

  return {
    act: async () => {
      let acted = false
      for (;;) {
        await show()
        const { task } = await signedIn(actor, () => actor.node.call('nextReview', {}))
        if (!task || (task.phase === 'commit' && task.committed) || task.revealed) return acted
        const { score, note } = scoreRows(task.rows)
        const { round, contribution } = task
        const key = `${round}/${contribution}`
        if (task.phase === 'commit') {
          await commitScore(actor, { task, score })
          committed.set(key, { round, contribution, note })
        } else {
          committed.delete(key)
          await revealScore(actor, { task, note })
        }
        acted = true
      }
    },
  }
}
