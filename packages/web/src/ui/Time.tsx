import { formatMoment, relativeTime } from './time.ts'
import { useNow } from './useNow.ts'

/** A relative time that stays right while the page is open; the exact one is on hover and in the markup. */
export function Time({ at }: { at: number }) {
  const now = useNow()
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={formatMoment(at)}>
      {relativeTime(at, now)}
    </time>
  )
}
