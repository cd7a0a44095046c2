import { usageError } from '../usage.ts'

/** `2026-11-21 20:54`, in UTC: the same on every machine. */
export const formatTime = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')

export const formatDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)

/** A day means its end, in UTC. */
export const parseUntil = (text: string): number => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const time = Date.parse(isDay ? `${text}T23:59:59Z` : text)
  // Date.parse turns 31 February into March.
  const real = !isDay || (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text))
  if (Number.isNaN(time) || !real || !/^\d{4}-/.test(text))
    throw usageError(`“${text}” is no date.`, 'Write a day such as 2027-12-31.', { text })
  return Math.floor(time / 1000)
}
