/** At least `length` elements; what stands in the old ones is kept. */
export const grownBytes = (old: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> => {
  if (length <= old.length) return old
  const grown = new Uint8Array(Math.max(length, old.length * 2))
  grown.set(old)
  return grown
}

/** The same for whole numbers of 32 bits. */
export const grownWords = (old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (length <= old.length) return old
  const grown = new Int32Array(Math.max(length, old.length * 2))
  grown.set(old)
  return grown
}
