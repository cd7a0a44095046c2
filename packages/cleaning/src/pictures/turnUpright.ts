import type { Orientation, Pixels } from './picture.ts'

/** The picture as it is to be seen (Exif 3.0, 4.6.5.1.6). The same pixels where nothing has to be turned. */
export const turnUpright = (pixels: Pixels, orientation: Orientation): Pixels => {
  if (orientation === 1) return pixels
  const { width, height } = pixels
  const aside = orientation >= 5
  const [right, down] = [width - 1, height - 1]
  // Where the first pixel of the upright picture is stored, and what a step right and a step down are there.
  const { start, across, below } = (
    {
      2: { start: right, across: -1, below: width },
      3: { start: down * width + right, across: -1, below: -width },
      4: { start: down * width, across: 1, below: -width },
      5: { start: 0, across: width, below: 1 },
      6: { start: down * width, across: -width, below: 1 },
      7: { start: down * width + right, across: -width, below: -1 },
      8: { start: right, across: width, below: -1 },
    } as const
  )[orientation]
  const [columns, rows] = aside ? [height, width] : [width, height]
  const from = wordsOf(pixels.data)
  const data = new Uint8ClampedArray(width * height * 4)
  const to = wordsOf(data)
  for (let y = 0, at = 0; y < rows; y++) {
    let source = start + y * below
    for (let x = 0; x < columns; x++, at++, source += across) to[at] = from[source] as number
  }
  return { width: columns, height: rows, data }
}

const wordsOf = (data: Uint8ClampedArray): Uint32Array =>
  new Uint32Array(data.buffer, data.byteOffset, data.length / 4)
