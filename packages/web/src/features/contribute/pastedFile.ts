/** Ends a line the way CSV readers agree on. */
const linesOf = (text: string) => text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')

/** A spreadsheet puts its cells on the clipboard with tabs between them, as many in each row. */
const isTable = (lines: readonly string[]): boolean => {
  const tabs = (lines[0] ?? '').split('\t').length - 1
  // A cell with a line break in it comes in quotes and spans lines.
  return (
    tabs > 0 &&
    (lines.some((line) => line.includes('"')) || lines.every((line) => line.split('\t').length - 1 === tabs))
  )
}

/** What was pasted, as the file it would have been; null when there is nothing in it. */
export const pastedFile = (text: string, count: number): File | null => {
  if (text.trim() === '') return null
  const lines = linesOf(text)
  const extension = isTable(lines) ? 'tsv' : 'txt'
  return new File([`${lines.join('\n')}\n`], `pasted-${count}.${extension}`)
}
