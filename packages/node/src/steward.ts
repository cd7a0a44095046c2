import type { Context } from './context.ts'
import { anchorWaiting } from './flow/anchor/anchorWaiting.ts'
import { takeInAnchorFiles } from './flow/anchor/takeInAnchorFiles.ts'
import { tellAnchored } from './flow/anchor/tellAnchored.ts'
import { advanceWithdrawals } from './flow/consent/advanceWithdrawals.ts'
import { learnTerms } from './flow/consent/learnTerms.ts'
import { tellContinuations } from './flow/consent/tellContinuations.ts'
import { payReviewers } from './flow/payout/payReviewers.ts'
import { issueReceipts } from './flow/records/issueReceipts.ts'
import { advanceReleases } from './flow/release/advanceReleases.ts'
import { answerQuestions } from './flow/release/answerQuestions.ts'
import { advanceRounds } from './flow/review/advanceRounds.ts'

const duties = {
  // First: what is asked has a deadline, and a bond hangs on it.
  answerQuestions,
  anchorWaiting,
  takeInAnchorFiles,
  learnTerms,
  // Whoever is told that one continues another has to know both.
  tellAnchored,
  tellContinuations,
  advanceRounds,
  advanceWithdrawals,
  advanceReleases,
  payReviewers,
  issueReceipts,
} as const

/**
 * Does what is due by the charter's clock, over and over: each duty looks at the database and the chain for
 * what waits, so nothing is remembered that a crash could lose. One that fails is tried again at the next turn
 * and does not hold the others up. While the chain stands still it looks less often.
 */
export const startSteward = (ctx: Context, { busyMs = 400, idleMs = 2_000 } = {}) => {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const lastProblem = new Map<string, string>()

  const turn = async () => {
    for (const [name, duty] of Object.entries(duties)) {
      if (stopped) return
      try {
        await ctx.inTurn(() => duty(ctx))
        lastProblem.delete(name)
      } catch (error) {
        // The same problem every turn is one problem.
        const problem = String(error)
        if (lastProblem.get(name) !== problem) ctx.log('duty failed', { duty: name, error: problem })
        lastProblem.set(name, problem)
      }
    }
  }
  let running: Promise<void> = Promise.resolve()
  let waitMs = busyMs
  let lastBlock = -1
  const loop = () => {
    timer = undefined
    running = turn().finally(() => {
      const { block } = ctx.indexer.head()
      waitMs = block === lastBlock ? Math.min(waitMs * 1.3, idleMs) : busyMs
      lastBlock = block
      if (!stopped) timer = setTimeout(loop, waitMs)
    })
  }
  loop()
  return {
    /** Something off the chain changed that a duty may wait for. */
    hurry: () => {
      waitMs = busyMs
      if (timer === undefined || stopped) return
      clearTimeout(timer)
      timer = setTimeout(loop, 0)
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
