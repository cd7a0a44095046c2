import { setTimeout as delay } from 'node:timers/promises'

export type Part = { stop: () => Promise<unknown>; exited: Promise<unknown> }

const mostRestarts = 5
const withinMs = 60_000

/**
 * Keeps one process of a home running: starts it again when it ends by itself. Ends with the home, or when the
 * process keeps ending; `failed` then says so.
 */
export const keepRunning = <P extends Part>(
  first: P,
  { restart, onRestart }: { restart: () => Promise<P>; onRestart: (attempt: number) => void },
) => {
  let part = first
  let stopping = false
  let fail: (reason: string) => void
  const failed = new Promise<string>((resolve) => {
    fail = resolve
  })
  const restarts: number[] = []

  const watch = async () => {
    for (;;) {
      await part.exited
      if (stopping) return
      const now = Date.now()
      restarts.push(now)
      const recent = restarts.filter((at) => at > now - withinMs).length
      if (recent > mostRestarts) return fail(`it ended ${recent} times within a minute`)
      onRestart(recent)
      await delay(100 * recent ** 2)
      try {
        if (!stopping) part = await restart()
      } catch (error) {
        return fail(String(error))
      }
      if (stopping) await part.stop()
    }
  }
  void watch()

  return {
    failed,
    stop: async () => {
      stopping = true
      await part.stop()
    },
  }
}
