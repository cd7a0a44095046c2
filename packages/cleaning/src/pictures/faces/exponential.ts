const LN2 = Math.LN2

/**
 * eˣ to about fourteen digits, from additions and multiplications alone. The language leaves the last bits of
 * Math.exp to the engine, and a score at the edge would then be a face here and none there.
 */
export const exponential = (x: number): number => {
  if (x > 700) return Number.POSITIVE_INFINITY
  if (x < -700) return 0
  const halvings = Math.round(x / LN2)
  const rest = x - halvings * LN2
  let term = 1
  let sum = 1
  for (let n = 1; n < 16; n++) {
    term *= rest / n
    sum += term
  }
  const base = halvings < 0 ? 0.5 : 2
  for (let n = Math.abs(halvings); n > 0; n--) sum *= base
  return sum
}
