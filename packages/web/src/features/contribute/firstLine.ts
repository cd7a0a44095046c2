/** A header that is longer is none that two files share by intention. */
const most = 64 * 1024

/** A file's first line with its end, as bytes; null where none ends soon. */
export const firstLineOf = async (file: File): Promise<Uint8Array | null> => {
  const head = new Uint8Array(await file.slice(0, most).arrayBuffer())
  const end = head.indexOf(0x0a)
  return end < 0 ? null : head.subarray(0, end + 1)
}
