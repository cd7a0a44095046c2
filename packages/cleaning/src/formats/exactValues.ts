/** An unscaled integer, or its big-endian two's complement, as a number where that says the same, else its digits. */
export const decimalOf = (value: unknown, scale: number): unknown => {
  if (value === null || value === undefined) return null
  let unscaled: bigint
  if (value instanceof Uint8Array) {
    unscaled = 0n
    for (const byte of value) unscaled = unscaled * 256n + BigInt(byte)
    unscaled = BigInt.asIntN(value.length * 8, unscaled)
  } else unscaled = BigInt(value as number | bigint)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const fraction = scale > 0 ? digits.slice(-scale).replace(/0+$/, '') : ''
  const whole = scale > 0 ? digits.slice(0, -scale) : digits
  const text = `${unscaled < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
  // A double holds fifteen digits.
  return digits.length <= 15 ? Number(text) : text
}

const isoOf = (seconds: bigint, fraction: string): string => {
  const time = new Date(Number(seconds) * 1000)
  if (Number.isNaN(time.getTime())) return `${seconds}${fraction}`
  return `${time.toISOString().slice(0, -5)}${fraction.replace(/\.?0+$/, '')}Z`
}

/** A count of seconds since 1970, or of parts of them of `digits` digits, to ISO 8601 in UTC, to the last digit. */
export const momentOf = (value: bigint, digits: number): string => {
  const perSecond = 10n ** BigInt(digits)
  const rest = ((value % perSecond) + perSecond) % perSecond
  return isoOf((value - rest) / perSecond, `.${String(rest).padStart(digits, '0')}`)
}

/** The same since midnight, to hours, minutes and seconds. */
export const timeOf = (value: bigint, digits: number): string => momentOf(value, digits).slice(11, -1)

/** Days since 1970. */
export const dateOf = (days: number): string => {
  const date = new Date(days * 86_400_000)
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, -14)
}
