import { UsufructError } from '../domain/errors.ts'

/** Runs a request that must not take longer: one that hangs counts as one that is not answered. */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(milliseconds)
  try {
    return await run(signal ? AbortSignal.any([signal, limit]) : limit)
  } catch (cause) {
    if (!limit.aborted || signal?.aborted) throw cause
    throw tooSlow(milliseconds, cause)
  }
}

export const tooSlow = (milliseconds: number, cause?: unknown) =>
  new UsufructError({
    code: 'TOO_SLOW',
    kind: 'unreachable',
    message: `There was no answer within ${milliseconds / 1000} seconds.`,
    hint: 'Try again in a moment.',
    details: { milliseconds },
    cause,
  })
