const ROUND = 1 << 16

/** Memory for blocks that is used again: new memory has to be cleared first, and cleared away in the end. */
export const createBlockMemory = () => {
  const free: Uint8Array<ArrayBuffer>[] = []
  return {
    /** At least so many bytes, with anything in them. */
    take(length: number): Uint8Array<ArrayBuffer> {
      const at = free.findIndex((memory) => memory.length >= length)
      const [found] = at < 0 ? [] : free.splice(at, 1)
      // Blocks differ by what the one before left over.
      return found ?? new Uint8Array((Math.ceil(length / ROUND) + 1) * ROUND)
    },
    give: (memory: Uint8Array<ArrayBuffer>) => {
      free.push(memory)
    },
  }
}
