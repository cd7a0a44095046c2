import type { StoredType } from '../formats/parquet/write/storedType.ts'

/** A datetime as Parquet stores it. */
export type Moment = { seconds: number; micros: number; utc: boolean }

const CANONICAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z?)$/

/** A datetime in the form that cleaning gives it, or undefined where microseconds cannot say it. */
export const readMoment = (text: string): Moment | undefined => {
  const match = CANONICAL.exec(text)
  if (!match || (match[7]?.length ?? 0) > 6) return undefined
  const part = (i: number) => Number(match[i])
  return {
    seconds: daysFrom1970(part(1), part(2), part(3)) * 86_400 + part(4) * 3600 + part(5) * 60 + part(6),
    micros: Number((match[7] ?? '').padEnd(6, '0')),
    utc: match[8] === 'Z',
  }
}

/** Microseconds since 1970, as a number where that is exact. */
export const microsOf = (seconds: number, micros: number): number | bigint =>
  Math.abs(seconds) < 9e9 ? seconds * 1e6 + micros : BigInt(seconds) * 1_000_000n + BigInt(micros)

/** Days since 1970 in the Gregorian calendar, which is extended to before its time. */
export const daysFrom1970 = (year: number, month: number, day: number): number => {
  // Years begin in March, so that the leap day is the last.
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

/** What kinds of datetimes a column has. */
export type MomentTally = { utc: number; local: number; fine: number }

export const newMomentTally = (): MomentTally => ({ utc: 0, local: 0, fine: 0 })

export const addMomentTally = (to: MomentTally, part: MomentTally): void => {
  to.utc += part.utc
  to.local += part.local
  to.fine += part.fine
}

export const countMoment = (tally: MomentTally, moment: Moment | undefined): void => {
  if (!moment) tally.fine++
  else if (moment.utc) tally.utc++
  else tally.local++
}

export const storedDatetime = ({ utc, local, fine }: MomentTally): StoredType => {
  if (fine > 0 || (utc > 0 && local > 0)) return 'string'
  return local > 0 ? 'local-time' : 'moment'
}
