import { findUsufructError } from '../domain/errors.ts'

export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>

/** Ends early, by throwing the signal's reason, when it is aborted. */
export const wait: Wait = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', abort, { once: true })
  })

/** A quarter of a second, doubling, never above eight. */
export const pauseBefore = (attempt: number): number => Math.min(250 * 2 ** attempt, 8_000)

export const isTransient = (error: unknown): boolean => findUsufructError(error)?.kind === 'unreachable'

export type BackOffOptions = {
  attempts?: number
  retry?: (error: unknown) => boolean
  wait?: Wait | undefined
  signal?: AbortSignal | undefined
}

/** Tries again what may work a moment later; anything else is thrown at once. */
export async function backOff<T>(
  run: () => Promise<T>,
  { attempts = 5, retry = isTransient, wait: pause = wait, signal }: BackOffOptions = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return await run()
    } catch (error) {
      if (attempt + 1 >= attempts || !retry(error)) throw error
      await pause(pauseBefore(attempt), signal)
    }
  }
}
