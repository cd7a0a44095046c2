/** Rows of a large file that are shown while the rest is read. */
export const headRows = 1_000

/** Below this the whole is read as fast. */
const worthIt = 1024 * 1024
const most = 1024 * 1024

/** The first rows of a large text file, ending with a line; null where they cannot be cut off: short files, and what
 * is no text in an encoding whose line ends are single bytes. */
export const headOf = async (file: File): Promise<File | null> => {
  if (file.size <= worthIt) return null
  const bytes = new Uint8Array(await file.slice(0, most).arrayBuffer())
  if (bytes.includes(0)) return null
  let end = 0
  // One more for the header.
  for (let line = 0; line <= headRows; line++) {
    const next = bytes.indexOf(0x0a, end)
    if (next < 0) break
    end = next + 1
  }
  return end === 0 ? null : new File([bytes.subarray(0, end)], file.name)
}
