import type { Actor } from '@usufruct/sdk/actions/actor'
import { commitScore } from '@usufruct/sdk/actions/review/commitScore'
import { revealScore } from '@usufruct/sdk/actions/review/revealScore'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import type { Hex } from 'viem'
import type { Scene } from '../scene.ts'
import { scoreRows } from '../scoreRows.ts'
import { waitUntil } from '../waitUntil.ts'
import type { Lent } from './lendAll.ts'

const decided: readonly Contribution['state'][] = ['accepted', 'rejected', 'returned', 'withdrawn']

const words: Partial<Record<Contribution['state'], string>> = {
  accepted: 'accepted',
  rejected: 'turned down',
  returned: 'sent back',
  withdrawn: 'taken back by its member',
}

type Task = { round: Hex; contribution: Hex; note: string }

/**
 * One reviewer of the play. What it committed to it shows as soon as the round lets it, without asking for the
 * rows again: each look opens the data anew and is recorded.
 */
const createReviewer = (actor: Actor) => {
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
    /** Does all that can be done now. Tells whether there was anything. */
    act: async (): Promise<boolean> => {
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

/** The panels score by the sample's rule until every contribution of the play has its outcome. */
export const reviewAll = async ({ cast, progress, signal }: Scene, lent: readonly Lent[]): Promise<void> => {
  const reviewers = await Promise.all(
    cast.accounts
      .filter(({ role }) => role === 'reviewer')
      .map(async ({ name }) => createReviewer(await cast.as(name))),
  )
  const open = new Map(lent.map((entry) => [entry.contribution, entry]))
  const seen = new Map<string, string>()

  const look = async () => {
    await Promise.all(
      [...open.values()].map(async ({ member, contribution }) => {
        const actor = await cast.as(member.account)
        const { contributions } = await signedIn(actor, () => actor.node.call('listMyContributions', {}))
        const mine = contributions.find((entry) => entry.contribution === contribution)
        if (!mine) return
        seen.set(member.account, mine.state)
        if (mine.state === 'failed')
          throw new UsufructError({
            code: 'STORY_CLEANING_FAILED',
            kind: 'internal',
            message: `What ${member.account} lent could not be cleaned: ${mine.timeline.at(-1)?.text ?? ''}`,
            hint: 'Look at the node’s log in the home.',
            details: { account: member.account, contribution },
          })
        if (!decided.includes(mine.state)) return
        open.delete(contribution)
        progress.did(`${member.account}’s data: ${words[mine.state]}`)
      }),
    )
  }

  await waitUntil(
    async () => {
      await look()
      if (open.size === 0) return true
      await Promise.all(reviewers.map((reviewer) => reviewer.act()))
      return undefined
    },
    {
      what: 'The contributions were not all cleaned and reviewed',
      seconds: 240,
      signal,
      seen: () => Object.fromEntries(seen),
    },
  )
}
