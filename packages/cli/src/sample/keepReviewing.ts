import { setTimeout as delay } from 'node:timers/promises'
import type { DraftStore } from '@usufruct/sdk/actions/actor'
import { createCast } from './cast.ts'
import { createReviewer } from './createReviewer.ts'

const everyMs = 1_500

/**
 * After the story the sample's reviewers stay at their desks, all but the first: that seat is the visitor's, and
 * a panel of three is waiting for it. They score what a visitor lends by the same rule as before.
 * Ends with `signal`; what fails in between (the node is being restarted) is tried again.
 */
export const keepReviewing = async ({
  url,
  drafts,
  signal,
}: {
  url: string
  drafts: DraftStore
  signal: AbortSignal
}): Promise<void> => {
  const enter = async () => {
    const cast = await createCast({ url, drafts, signal })
    const [, ...colleagues] = cast.accounts.filter(({ role }) => role === 'reviewer')
    return Promise.all(colleagues.map(async ({ name }) => createReviewer(await cast.as(name))))
  }
  let reviewers: Awaited<ReturnType<typeof enter>> = []
  while (!signal.aborted) {
    try {
      if (reviewers.length === 0) reviewers = await enter()
      for (const reviewer of reviewers) await reviewer.act()
    } catch {
      reviewers = []
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
