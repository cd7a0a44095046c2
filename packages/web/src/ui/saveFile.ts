/** Hands bytes to the browser as a file. The address is let go once the browser has taken it over. */
export const saveFile = (name: string, parts: BlobPart[], type: string) => {
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
