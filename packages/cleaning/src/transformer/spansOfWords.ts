import type { Found } from '../detect/detector.ts'
import type { FindingType } from '../types.ts'

/**
 * Words with the same type that nothing but a little space parts are one finding, whichever label each has: of a
 * first and a last name, or of a street and its number, no reader would make two.
 */
export const spansOfWords = (
  text: string,
  starts: readonly number[],
  ends: readonly number[],
  types: readonly (FindingType | undefined)[],
): Found[] => {
  const found: Found[] = []
  types.forEach((type, i) => {
    if (type === undefined) return
    const start = starts[i] as number
    const end = ends[i] as number
    const last = found.at(-1)
    if (last?.type === type && ONE_GAP.test(text.slice(last.end, start))) last.end = end
    else found.push({ start, end, type })
  })
  return found.filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)))
}

const ONE_GAP = /^\s{0,2}$/
