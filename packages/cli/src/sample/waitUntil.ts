import { wait } from '@usufruct/sdk/actions/backOff'
import { UsufructError } from '@usufruct/sdk/domain/errors'

export type WaitUntil = {
  /** What is waited for, as the end of “… did not”. */
  what: string
  seconds: number
  hint?: string
  signal: AbortSignal | undefined
  /** What was seen last, for whoever has to find out why it did not come. */
  seen?: (() => unknown) | undefined
}

const between = 250

/** Asks until the answer is there. @throws UsufructError `STORY_STUCK` after the time given */
export const waitUntil = async <T>(
  ask: () => Promise<T | undefined>,
  { what, seconds, hint, signal, seen }: WaitUntil,
): Promise<T> => {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    signal?.throwIfAborted()
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() >= end)
      throw new UsufructError({
        code: 'STORY_STUCK',
        kind: 'unreachable',
        message: `${what} within ${seconds} seconds.`,
        hint:
          hint ??
          'Look at the node’s log in the home; the next start goes on with the sample where it stopped.',
        details: { seen: seen?.() ?? null },
      })
    await wait(between, signal)
  }
}
