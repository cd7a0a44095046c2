// Mean, deviation and weight of each feature, by logistic regression on lines of print that was set over 199
// photographs of animals (in 21 cuts of one family of fonts, 11 to 40 pixels, half of it on signs, blurred and
// compressed) against all rows of strokes in the same photographs without it.
const FEATURES: readonly (readonly [mean: number, deviation: number, weight: number])[] = [
  [5.08, 2.55, 1.4], // strokes, at most twelve
  [0.258, 0.124, -0.283], // variation of heights
  [0.129, 0.0828, -0.24], // variation of thicknesses
  [0.183, 0.0638, -1.18], // thickness by height
  [0.115, 0.0898, -0.527], // distance of the feet from their line, by height
  [0.164, 0.112, -0.661], // variation of shades, by contrast
  [0.356, 0.244, 1.05], // gaps, by height
  [0.264, 0.164, 0.229], // deviation of gaps, by height
  [0.265, 0.0541, 1], // share of ink in the box
  [0.644, 0.214, 2.55], // share of the ink that is in the row
  [0.718, 0.3, 0.829], // contrast, in hundreds
  [0.537, 0.271, 1.34], // deviation of the ground, by contrast
  [0.792, 0.216, -0.0915], // sharpness of edges, by contrast
  [1.05, 0.476, -1.05], // width by height
  [0.605, 0.345, -0.403], // height in pixels, at most sixty, by thirty
]
const BIAS = -2.46
// About one photograph in twenty without text is then taken for one with it, and 86 % of signs are found.
const THRESHOLD = 2

/** Above zero for a row of strokes that looks like a line of text. */
export const scoreLine = (features: readonly number[]): number =>
  FEATURES.reduce((sum, [mean, deviation, weight], i) => {
    const away = ((features[i] as number) - mean) / deviation
    return sum + weight * Math.min(4, Math.max(-4, away))
  }, BIAS - THRESHOLD)
