const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** All times are Unix seconds, as everywhere in the DAO. */
export const nowInSeconds = () => Math.floor(Date.now() / 1000)

/** “3 minutes ago”, “in 2 days”. Within ten seconds it is “just now”: the chain's clock and this one differ. */
export const relativeTime = (at: number, now: number): string => {
  const difference = at - now
  if (Math.abs(difference) < 10) return 'just now'
  for (const [unit, seconds] of units)
    if (Math.abs(difference) >= seconds) return relative.format(Math.trunc(difference / seconds), unit)
  return relative.format(difference, 'second')
}

export const formatDay = (at: number) => day.format(at * 1000)
export const formatMoment = (at: number) => moment.format(at * 1000)

const lengths = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** “30 days”, “12 seconds”: how long something still lasts. Never negative, and never in calendar months: every
 * term here is counted in days. */
export const duration = (seconds: number): string => {
  const left = Math.max(0, Math.ceil(seconds))
  for (const [unit, size] of lengths)
    if (left >= size) {
      const amount = Math.round(left / size)
      return `${amount} ${unit}${amount === 1 ? '' : 's'}`
    }
  return `${left} second${left === 1 ? '' : 's'}`
}
