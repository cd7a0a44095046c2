/** What a text could be. A column is what all its values could be. */
export const INTEGER = 1
export const NUMBER = 2
export const BOOLEAN = 4
export const DATE = 8
export const DATETIME = 16
/** Reads as a number once its comma is taken for a decimal point. */
export const COMMA_NUMBER = 32
/** inf, infinity, nan or a number too large: sides with numbers, but is none. */
export const NOT_FINITE = 64
export const ANYTHING = INTEGER | NUMBER | BOOLEAN | DATE | DATETIME | COMMA_NUMBER

const NUMERIC = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?$/
const COMMA = /^[+-]?(?:0|[1-9]\d*),\d+$/
const INFINITE = /^[+-]?(?:inf|infinity|nan)$/i

export const classify = (text: string): number => {
  const first = text.charCodeAt(0)
  const digitFirst = first >= 0x30 && first <= 0x39
  if (digitFirst || first === 0x2b || first === 0x2d || first === 0x2e) {
    if (NUMERIC.test(text)) {
      const value = Number(text)
      if (!Number.isFinite(value)) return NOT_FINITE
      if (Number.isSafeInteger(value)) return INTEGER | NUMBER | COMMA_NUMBER
      // An integer that a double cannot hold is an identifier; better a string than another number.
      if (/^[+-]?\d+$/.test(text) && String(value) !== text) return 0
      return NUMBER
    }
    if (COMMA.test(text)) return COMMA_NUMBER
    if (INFINITE.test(text)) return NOT_FINITE
    if (!digitFirst) return 0
    if (parseDate(text) !== undefined) return DATE
    return parseDatetime(text) === undefined ? 0 : DATETIME
  }
  if (first === 0x74 || first === 0x54 || first === 0x66 || first === 0x46) {
    return /^(?:true|false)$/i.test(text) ? BOOLEAN : 0
  }
  return INFINITE.test(text) ? NOT_FINITE : 0
}

const DATE_TEXT = /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{4})\/(\d{1,2})\/(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))$/

/** 2007-11-11, 2007/11/11 and 11.11.2007. Not 11/12/2007, which is two days, depending on whom you ask. */
export const parseDate = (text: string): string | undefined => {
  const match = DATE_TEXT.exec(text)
  if (!match) return undefined
  const year = Number(match[1] ?? match[4] ?? match[9])
  const month = Number(match[2] ?? match[5] ?? match[8])
  const day = Number(match[3] ?? match[6] ?? match[7])
  if (!isDay(year, month, day)) return undefined
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

const DATETIME_TEXT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/

/** ISO 8601; with a zone it is given in UTC, without one it stays local. */
export const parseDatetime = (text: string): string | undefined => {
  const match = DATETIME_TEXT.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as number[]
  if (!isDay(year as number, month as number, day as number)) return undefined
  if ((hour as number) > 23 || (minute as number) > 59 || (second as number) > 59) return undefined
  const fraction = match[7]?.replace(/0+$/, '')
  const zone = match[8]
  let minutes = 0
  if (zone && zone !== 'Z' && zone !== 'z') {
    const [, sign, hours, rest] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) as RegExpExecArray
    if (Number(hours) > 14 || Number(rest ?? 0) > 59) return undefined
    minutes = (sign === '-' ? 1 : -1) * (Number(hours) * 60 + Number(rest ?? 0))
  }
  const moment = new Date(0)
  // Not Date.UTC, which takes the years 0 to 99 for the twentieth century.
  moment.setUTCFullYear(year as number, (month as number) - 1, day as number)
  moment.setUTCHours(hour as number, (minute as number) + minutes, second as number)
  if (moment.getUTCFullYear() < 0 || moment.getUTCFullYear() > 9999) return undefined
  return `${moment.toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ''}${zone ? 'Z' : ''}`
}

const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const two = (value: number) => String(value).padStart(2, '0')
