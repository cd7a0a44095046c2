// Short on purpose: a wrong unit is worse than none.
const UNITS = new Set([
  'mm',
  'cm',
  'm',
  'km',
  'in',
  'ft',
  'mg',
  'g',
  'kg',
  't',
  'lb',
  'oz',
  'ml',
  'l',
  's',
  'ms',
  'min',
  'h',
  'days',
  'years',
  'c',
  '°c',
  'f',
  '°f',
  'k',
  'pa',
  'hpa',
  'kpa',
  'bar',
  'v',
  'mv',
  'a',
  'ma',
  'w',
  'kw',
  'kwh',
  'hz',
  'khz',
  'mhz',
  'm/s',
  'km/h',
  'mph',
  '%',
  'ppm',
  'ppb',
  'o/oo',
  '‰',
  'usd',
  'eur',
  'gbp',
  'deg',
  '°',
  'mol',
  'mmol/l',
  'mg/l',
  'g/l',
])
// In a suffix these are words or counters as often as units.
const BRACKETS_ONLY = new Set(['in', 'm', 't', 's', 'h', 'c', 'f', 'k', 'v', 'a', 'w', 'l', 'min'])

/** "Culmen Length (mm)", "depth [m]" and "body_mass_g". */
export const readUnit = (name: string): string | undefined => {
  const bracketed = /[([]\s*([^()[\]]{1,10})\s*[)\]]\s*$/.exec(name)?.[1]?.trim()
  if (bracketed && UNITS.has(bracketed.toLowerCase())) return bracketed
  const suffix = /_([A-Za-z]{1,5})$/.exec(name)?.[1]
  return suffix && UNITS.has(suffix.toLowerCase()) && !BRACKETS_ONLY.has(suffix.toLowerCase())
    ? suffix
    : undefined
}
