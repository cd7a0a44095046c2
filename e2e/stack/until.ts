import { setTimeout as pause } from 'node:timers/promises'

/** Asks until the answer is there; a refused connection is no answer yet. */
export const until = async <T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> => {
  const end = Date.now() + seconds * 1_000
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause: last })
    await pause(100)
  }
}
