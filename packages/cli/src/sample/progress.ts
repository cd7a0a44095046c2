import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'

export type StoryProgress = { step: number; of: number; text: string }

export type Progress = {
  /** One more thing is done, now or in an earlier play. */
  did: (text: string) => void
  end: (state: 'done' | 'failed', text: string) => Promise<void>
}

const longest = 300

/** Tells the node how far the play is, for the page to show. Reports go one after the other and hold nobody
 * up; only the latest of those that wait is sent. */
export const createProgress = (
  operator: Actor,
  { of, onProgress }: { of: number; onProgress?: ((progress: StoryProgress) => void) | undefined },
): Progress => {
  let step = 0
  let waiting: string | undefined
  let sending: Promise<void> | undefined

  const report = (state: 'playing' | 'done' | 'failed', text: string) =>
    signedIn(operator, () =>
      operator.node.call('reportStory', { body: { state, step, of, text: text.slice(0, longest) } }),
    )

  const drain = async () => {
    while (waiting !== undefined) {
      const text = waiting
      waiting = undefined
      // A report that is lost costs nothing; the act it tells of would have failed by itself.
      await report('playing', text).catch(() => undefined)
    }
    sending = undefined
  }

  return {
    did: (text) => {
      step = Math.min(step + 1, of)
      onProgress?.({ step, of, text })
      waiting = text
      sending ??= drain()
    },
    end: async (state, text) => {
      await sending
      await report(state, text)
    },
  }
}
