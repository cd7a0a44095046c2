import { UsufructError } from '@usufruct/sdk/domain/errors'

const maxWaiting = 16
const maxKept = 24

/**
 * Makes PDFs one at a time: each takes the processor for a good part of a second, and everything else in the node
 * waits meanwhile. What was made under a key is kept for the next who asks.
 */
export const createPrinter = () => {
  const kept = new Map<string, Promise<Uint8Array>>()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  /** @throws UsufructError `PDF_BUSY` */
  return (key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const before = kept.get(key)
    if (before !== undefined) {
      kept.delete(key)
      kept.set(key, before)
      return before
    }
    if (waiting >= maxWaiting)
      throw new UsufructError({
        code: 'PDF_BUSY',
        kind: 'limit',
        message: 'Too many PDFs are being made.',
        hint: 'Try again in a moment, or take the Markdown or JSON.',
      })
    waiting++
    const made = last.then(make).finally(() => {
      waiting--
    })
    last = made.catch(() => undefined)
    kept.set(key, made)
    // What failed may work the next time.
    made.catch(() => kept.delete(key))
    for (const oldest of kept.keys()) {
      if (kept.size <= maxKept) break
      kept.delete(oldest)
    }
    return made
  }
}
