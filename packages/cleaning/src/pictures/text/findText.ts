import type { Box, Pixels } from '../picture.ts'
import { resample } from '../resample.ts'
import { findStrokes, type Shades, type Stroke } from './findStrokes.ts'
import { lineFeatures } from './lineFeatures.ts'
import { scoreLine } from './scoreLine.ts'

/** Longer sides at which letters are looked for: small ones in the first, large ones in the second. */
const SIDES = [1024, 400]
const LEAST_STROKES = 3
const LEAST_LETTERS = 4

/**
 * Where lines of text seem to stand in an upright picture, top to bottom. Letters are strokes of one thickness, one
 * shade and like height, beside each other on one line. What is written by hand, strongly slanted, curved, or of
 * letters that all hang together is hardly found; railings sometimes are. Reads nothing.
 */
export const findText = (pixels: Pixels): Box[] => {
  const lines = candidateLines(pixels).filter(({ features }) => scoreLine(features) > 0)
  // The same line at both sizes, or as letters and as the holes in them.
  lines.sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3])
  const kept: Box[] = []
  for (const { box } of lines) if (!kept.some((larger) => covered(box, larger) > 0.5)) kept.push(box)
  return kept.sort((a, b) => a[1] - b[1] || a[0] - b[0])
}

export type CandidateLine = { box: Box; features: number[] }

/** Every row of strokes that may be one, before its looks are judged. */
export const candidateLines = (pixels: Pixels): CandidateLine[] => {
  const longer = Math.max(pixels.width, pixels.height)
  const scales = SIDES.map((side) => Math.min(1, side / longer)).filter(
    (scale, i, all) => all.indexOf(scale) === i,
  )
  return scales.flatMap((scale) => {
    const shades = shadesOf(pixels, scale)
    const { dark, light } = findStrokes(shades)
    return [dark, light].flatMap(({ strokes, mask }) =>
      rowsOf(strokes).map((row) => ({
        box: boxOf(row, pixels, shades),
        features: lineFeatures(row, shades, mask),
      })),
    )
  })
}

const shadesOf = (pixels: Pixels, scale: number): Shades => {
  const width = Math.max(1, Math.round(pixels.width * scale))
  const height = Math.max(1, Math.round(pixels.height * scale))
  const { data } = resample(pixels, width, height)
  const shades = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < shades.length; i++, at += 4) {
    shades[i] =
      (77 * (data[at] as number) + 150 * (data[at + 1] as number) + 29 * (data[at + 2] as number)) >> 8
  }
  return { width, height, shades }
}

const boxOf = (row: readonly Stroke[], pixels: Pixels, { width, height }: Shades): Box => {
  const x = Math.floor((Math.min(...row.map(({ left }) => left)) * pixels.width) / width)
  const y = Math.floor((Math.min(...row.map(({ top }) => top)) * pixels.height) / height)
  const right = Math.ceil((Math.max(...row.map((stroke) => stroke.right)) * pixels.width) / width)
  const bottom = Math.ceil((Math.max(...row.map((stroke) => stroke.bottom)) * pixels.height) / height)
  return [x, y, Math.min(pixels.width, right) - x, Math.min(pixels.height, bottom) - y]
}

/** How much of one box lies in another. */
const covered = (a: Box, b: Box): number => {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return width <= 0 || height <= 0 ? 0 : (width * height) / (a[2] * a[3])
}

const heightOf = ({ top, bottom }: Stroke): number => bottom - top

const isLetter = ({ left, right, top, bottom, pixels, thickness }: Stroke): boolean => {
  const width = right - left
  const height = bottom - top
  // Letters that touch hang together, up to a short word.
  if (height > 120 || width > 5 * height) return false
  const filled = pixels / (width * height)
  if (filled < 0.12 || (filled > 0.92 && width * 2 > height)) return false
  return thickness * 2 < height * 10 && thickness >= 10
}

/** Letters chained from left to right, each to the nearest that fits it. */
const rowsOf = (strokes: readonly Stroke[]): Stroke[][] => {
  const letters = strokes.filter(isLetter).sort((a, b) => a.left - b.left || a.top - b.top)
  const next = new Map<Stroke, Stroke>()
  const taken = new Set<Stroke>()
  for (const [i, letter] of letters.entries()) {
    const reach = letter.right + 1.2 * heightOf(letter)
    for (let j = i + 1; j < letters.length; j++) {
      const other = letters[j] as Stroke
      if (other.left > reach) break
      if (taken.has(other) || !isBeside(letter, other)) continue
      next.set(letter, other)
      taken.add(other)
      break
    }
  }
  return letters.flatMap((letter) => {
    if (taken.has(letter)) return []
    const row: Stroke[] = []
    for (let at: Stroke | undefined = letter; at; at = next.get(at)) row.push(at)
    return row.length >= LEAST_STROKES && lettersIn(row) >= LEAST_LETTERS ? [row] : []
  })
}

const isBeside = (a: Stroke, b: Stroke): boolean => {
  const small = Math.min(heightOf(a), heightOf(b))
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return (
    Math.max(heightOf(a), heightOf(b)) <= 2.2 * small &&
    shared >= 0.6 * small &&
    b.left > a.left &&
    b.left > a.right - 0.3 * small &&
    Math.max(a.thickness, b.thickness) <= 2 * Math.min(a.thickness, b.thickness) &&
    Math.abs(a.shade - b.shade) <= 45
  )
}

const lettersIn = (row: readonly Stroke[]): number =>
  row.reduce(
    (sum, stroke) => sum + Math.max(1, Math.round((stroke.right - stroke.left) / heightOf(stroke))),
    0,
  )
