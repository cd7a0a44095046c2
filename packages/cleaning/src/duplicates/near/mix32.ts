/** A bijection of 32-bit words in which every bit of the input moves every bit of the output: the finaliser that
 * Chris Wellons found by search (“lowbias32”, public domain). Integers only, so the same on every machine. */
export const mix32 = (word: number): number => {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return (h ^ (h >>> 16)) >>> 0
}
