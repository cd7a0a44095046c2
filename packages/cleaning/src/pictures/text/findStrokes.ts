/** Pixels that hang together and are all darker, or all lighter, than what is around them. */
export type Stroke = {
  left: number
  top: number
  /** Exclusive. */
  right: number
  bottom: number
  pixels: number
  /** Twice the pixels by those at the edge: how thick the stroke is, in tenths of a pixel. */
  thickness: number
  /** Mean luminance. */
  shade: number
}

const WINDOW = 12
const CONTRAST = 24
const LEAST_HEIGHT = 7
const LEAST_PIXELS = 10

/** Luminance, a byte a pixel. */
export type Shades = { width: number; height: number; shades: Uint8Array }

export type Strokes = {
  strokes: Stroke[]
  /** Not zero where a stroke is, whether or not it is large enough to be listed. */
  mask: Uint8Array
}

/** Dark strokes on light ground, and light ones on dark, each by itself. */
export const findStrokes = ({ shades, width, height }: Shades): { dark: Strokes; light: Strokes } => {
  const means = meansAround(shades, width, height)
  const select = (sign: 1 | -1): Strokes => {
    const mask = Uint8Array.from(shades, (shade, i) =>
      sign * ((means[i] as number) - shade) > CONTRAST ? 1 : 0,
    )
    return { strokes: connected(mask, shades, width, height), mask }
  }
  return { dark: select(1), light: select(-1) }
}

/** Of each pixel's neighbourhood, by a table of sums; sums of a thousand by a thousand bytes fit 32 bits. */
const meansAround = (shades: Uint8Array, width: number, height: number): Uint8Array => {
  const across = width + 1
  const sums = new Int32Array(across * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += shades[y * width + x] as number
      sums[(y + 1) * across + x + 1] = (sums[y * across + x + 1] as number) + row
    }
  }
  const means = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - WINDOW) * across
    const bottom = Math.min(height, y + WINDOW + 1) * across
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - WINDOW)
      const right = Math.min(width, x + WINDOW + 1)
      const sum =
        (sums[bottom + right] as number) -
        (sums[bottom + left] as number) -
        (sums[top + right] as number) +
        (sums[top + left] as number)
      means[y * width + x] = sum / (((bottom - top) / across) * (right - left))
    }
  }
  return means
}

const connected = (mask: Uint8Array, shades: Uint8Array, width: number, height: number): Stroke[] => {
  const strokes: Stroke[] = []
  const stack = new Int32Array(width * height)
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== 1) continue
    let depth = 0
    stack[depth++] = start
    mask[start] = 2
    let left = width
    let right = 0
    let top = height
    let bottom = 0
    let pixels = 0
    let edge = 0
    let sum = 0
    while (depth > 0) {
      const at = stack[--depth] as number
      const x = at % width
      const y = (at - x) / width
      if (x < left) left = x
      if (x >= right) right = x + 1
      if (y < top) top = y
      if (y >= bottom) bottom = y + 1
      pixels++
      sum += shades[at] as number
      let inside = 0
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue
          const beside = at + dy * width + dx
          const value = mask[beside] as number
          if (value === 0) continue
          if (dx === 0 || dy === 0) inside++
          if (value === 1) {
            mask[beside] = 2
            stack[depth++] = beside
          }
        }
      }
      if (inside < 5) edge++
    }
    if (bottom - top < LEAST_HEIGHT || pixels < LEAST_PIXELS) continue
    strokes.push({
      left,
      right,
      top,
      bottom,
      pixels,
      thickness: Math.floor((20 * pixels) / edge),
      shade: Math.floor(sum / pixels),
    })
  }
  return strokes
}
