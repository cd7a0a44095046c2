import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { createReviewer } from '../createReviewer.ts'
import type { Scene } from '../scene.ts'
import { waitUntil } from '../waitUntil.ts'
import type { Lent } from './lendAll.ts'

const decided: readonly Contribution['state'][] = ['accepted', 'rejected', 'returned', 'withdrawn']

const words: Partial<Record<Contribution['state'], string>> = {
  accepted: 'accepted',
  rejected: 'turned down',
  returned: 'sent back',
  withdrawn: 'taken back by its member',
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
