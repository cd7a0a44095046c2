/**
 * The rule for numbers in a report: what is not a safe integer is rounded to 12 significant decimal digits, as
 * Number.prototype.toPrecision does, half up on the exact binary value. Sums run in row order. So a report does
 * not depend on the last bits, which is where two ways to add up differ.
 */
export const canonicalFloats = <T>(value: T): T => {
  if (typeof value === 'number') return round(value) as T
  if (Array.isArray(value)) return value.map(canonicalFloats) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, canonicalFloats(member)]],
    ),
  ) as T
}

const round = (value: number): number =>
  Number.isSafeInteger(value) ? value + 0 : Number(value.toPrecision(12))
