import { describe, expect, it } from 'vitest'
import { drawHills } from '../../testing/pictures.ts'
import type { Pixels } from '../picture.ts'
import { findText } from './findText.ts'

// Five by seven, a row a number, the highest bit left.
const GLYPHS: Record<string, readonly number[]> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  E: [31, 16, 16, 30, 16, 16, 31],
  H: [17, 17, 17, 31, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
}

/** A sign with a line of text on it, in front of hills. */
const drawSign = (
  text: string,
  left: number,
  top: number,
  dot: number,
  ink: number,
  ground: number,
): Pixels => {
  const picture = drawHills(360, 240, 4)
  const fill = (x0: number, y0: number, w: number, h: number, shade: number) => {
    for (let y = y0; y < y0 + h; y++) {
      for (let x = x0; x < x0 + w; x++) {
        picture.data.set([shade, shade, shade, 255], 4 * (y * picture.width + x))
      }
    }
  }
  fill(left - 3 * dot, top - 3 * dot, (6 * text.length + 5) * dot, 13 * dot, ground)
  for (const [i, letter] of [...text].entries()) {
    for (const [row, bits] of (GLYPHS[letter] ?? []).entries()) {
      for (let column = 0; column < 5; column++) {
        if ((bits >> (4 - column)) & 1) fill(left + (6 * i + column) * dot, top + row * dot, dot, dot, ink)
      }
    }
  }
  return picture
}

describe('text in a picture', () => {
  it.each([
    ['dark on light', 20, 230],
    ['light on dark', 240, 40],
  ])('is found where it stands, %s', (_, ink, ground) => {
    const [box, ...others] = findText(drawSign('PHONE 017107', 40, 90, 3, ink, ground))
    expect(others).toEqual([])
    const [x, y, width, height] = box ?? [0, 0, 0, 0]
    expect(Math.abs(x - 40)).toBeLessThanOrEqual(3)
    expect(Math.abs(y - 90)).toBeLessThanOrEqual(3)
    expect(Math.abs(x + width - (40 + 6 * 12 * 3))).toBeLessThanOrEqual(6)
    expect(Math.abs(height - 21)).toBeLessThanOrEqual(4)
  })

  it('is not found in hills, nor in a picture of one shade or one pixel', () => {
    for (const seed of [1, 2, 3, 4]) expect(findText(drawHills(300, 200, seed))).toEqual([])
    expect(findText({ width: 50, height: 50, data: new Uint8ClampedArray(10_000).fill(255) })).toEqual([])
    expect(findText(drawHills(1, 1))).toEqual([])
  })
})
