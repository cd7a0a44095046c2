import type { Ratio } from './ratio.ts'

type Unit = { of: string; factor: Exact; offset?: Exact }
/** Numerator and denominator. */
type Exact = readonly [bigint, bigint]

const per = (factor: bigint, divisor = 1n): Exact => [factor, divisor]

/** Value × factor + offset is the value in the unit of the same quantity that has factor 1. */
const UNITS: Record<string, Unit> = {
  mm: { of: 'length', factor: per(1n, 1000n) },
  cm: { of: 'length', factor: per(1n, 100n) },
  m: { of: 'length', factor: per(1n) },
  km: { of: 'length', factor: per(1000n) },
  in: { of: 'length', factor: per(254n, 10_000n) },
  ft: { of: 'length', factor: per(3048n, 10_000n) },
  mi: { of: 'length', factor: per(1_609_344n, 1000n) },
  mg: { of: 'mass', factor: per(1n, 1000n) },
  g: { of: 'mass', factor: per(1n) },
  kg: { of: 'mass', factor: per(1000n) },
  t: { of: 'mass', factor: per(1_000_000n) },
  lb: { of: 'mass', factor: per(45_359_237n, 100_000n) },
  oz: { of: 'mass', factor: per(45_359_237n, 1_600_000n) },
  ml: { of: 'volume', factor: per(1n, 1000n) },
  l: { of: 'volume', factor: per(1n) },
  ms: { of: 'time', factor: per(1n, 1000n) },
  s: { of: 'time', factor: per(1n) },
  min: { of: 'time', factor: per(60n) },
  h: { of: 'time', factor: per(3600n) },
  days: { of: 'time', factor: per(86_400n) },
  k: { of: 'temperature', factor: per(1n) },
  '°c': { of: 'temperature', factor: per(1n), offset: per(27_315n, 100n) },
  '°f': { of: 'temperature', factor: per(5n, 9n), offset: per(45_967n * 5n, 900n) },
  pa: { of: 'pressure', factor: per(1n) },
  hpa: { of: 'pressure', factor: per(100n) },
  kpa: { of: 'pressure', factor: per(1000n) },
  bar: { of: 'pressure', factor: per(100_000n) },
  'm/s': { of: 'speed', factor: per(1n) },
  'km/h': { of: 'speed', factor: per(1000n, 3600n) },
  mph: { of: 'speed', factor: per(1_609_344n, 3_600_000n) },
  '1': { of: 'share', factor: per(1n) },
  '%': { of: 'share', factor: per(1n, 100n) },
  '‰': { of: 'share', factor: per(1n, 1000n) },
  ppm: { of: 'share', factor: per(1n, 1_000_000n) },
  ppb: { of: 'share', factor: per(1n, 1_000_000_000n) },
  mv: { of: 'voltage', factor: per(1n, 1000n) },
  v: { of: 'voltage', factor: per(1n) },
  ma: { of: 'current', factor: per(1n, 1000n) },
  a: { of: 'current', factor: per(1n) },
  w: { of: 'power', factor: per(1n) },
  kw: { of: 'power', factor: per(1000n) },
  hz: { of: 'frequency', factor: per(1n) },
  khz: { of: 'frequency', factor: per(1000n) },
  mhz: { of: 'frequency', factor: per(1_000_000n) },
  'mg/l': { of: 'concentration', factor: per(1n, 1000n) },
  'g/l': { of: 'concentration', factor: per(1n) },
}

const ALIASES: Record<string, string> = { c: '°c', f: '°f', '°k': 'k', 'o/oo': '‰', d: 'days', day: 'days' }

const unitOf = (name: string): Unit | undefined => {
  const key = name.normalize('NFKC').trim().toLowerCase()
  const unit = ALIASES[key] ?? key
  return Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
}

export const isUnit = (name: string): boolean => unitOf(name) !== undefined

export type Conversion = { factor: Ratio; offset: Ratio; convert(value: number): number }

/** From one unit to another of the same quantity, or nothing where there is no way. */
export const conversion = (from: string, to: string): Conversion | undefined => {
  const [a, b] = [unitOf(from), unitOf(to)]
  if (!a || !b || a.of !== b.of) return undefined
  const zero = per(0n)
  const factor = times(a.factor, inverse(b.factor))
  const offset = times(minus(a.offset ?? zero, b.offset ?? zero), inverse(b.factor))
  return {
    factor: toRatio(factor),
    offset: toRatio(offset),
    convert: (value) => toNumber(plus(times(exactOf(value), factor), offset)),
  }
}

const reduced = ([n, d]: Exact): Exact => {
  let [a, b] = [n < 0n ? -n : n, d]
  while (b > 0n) [a, b] = [b, a % b]
  return a === 0n ? [0n, 1n] : [n / a, d / a]
}
const times = (a: Exact, b: Exact): Exact => reduced([a[0] * b[0], a[1] * b[1]])
const plus = (a: Exact, b: Exact): Exact => reduced([a[0] * b[1] + b[0] * a[1], a[1] * b[1]])
const minus = (a: Exact, b: Exact): Exact => plus(a, [-b[0], b[1]])
const inverse = ([n, d]: Exact): Exact => [d, n]
const toRatio = ([n, d]: Exact): Ratio => [Number(n), Number(d)]

/** A double by the shortest decimal that names it, which is what its owner wrote. */
const exactOf = (value: number): Exact => {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const power = Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : [digits, 10n ** BigInt(-power)]
}

const toNumber = ([n, d]: Exact): number => {
  // Twenty-five digits more than the quotient needs, then rounded once.
  const shift = BigInt(Math.max(0, String(d).length - String(n).length) + 25)
  return Number(`${(n * 10n ** shift) / d}e-${shift}`)
}
