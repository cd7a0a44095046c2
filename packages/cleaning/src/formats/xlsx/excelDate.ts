/** What a number format shows of a moment. */
export type Shown = 'date' | 'time' | 'datetime'

const BUILT_IN: readonly [from: number, to: number, shown: Shown][] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'datetime'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [47, 47, 'time'],
  [50, 58, 'date'],
]

/** Elapsed time such as [h]:mm is no moment and stays a number. */
export const shownBy = (id: number, code: string | undefined): Shown | undefined => {
  if (code === undefined) return BUILT_IN.find(([from, to]) => id >= from && id <= to)?.[2]
  if (/\[(h+|m+|s+)\]/i.test(code)) return undefined
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  if (/general|[#?]/i.test(bare)) return undefined
  const time = /[hs]/i.test(bare)
  const day = /[yd]/i.test(bare) || (!time && /m/i.test(bare))
  if (time && day) return 'datetime'
  return time ? 'time' : day ? 'date' : undefined
}

const DAY = 86_400_000

/**
 * Days since 1900 or 1904 to a date, a local date and time, or a time of day. Excel has a 29 February 1900, which
 * is no day and stays a number.
 */
export const excelDate = (serial: number, shown: Shown, from1904: boolean): string | number => {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return serial
  const rounded = Math.round(serial * DAY)
  const day = Math.floor(rounded / DAY)
  const rest = rounded - day * DAY
  const time = new Date(rest)
    .toISOString()
    .slice(11, -1)
    .replace(/\.000$/, '')
  if (shown === 'time' && day === 0) return time
  if (!from1904 && (day === 0 || day === 60)) return serial
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : day < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30)
  const date = new Date(epoch + day * DAY).toISOString().slice(0, 10)
  return shown === 'date' && rest === 0 ? date : `${date}T${time}`
}
