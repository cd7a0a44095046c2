import type { NoteCode } from '@usufruct/cleaning/report/noteCode'
import type { Inspection } from '@usufruct/cleaning/types'
import { firstLineOf } from './firstLine.ts'

/** With these, the first line is not, or not alone, what names the columns. */
const oddBeginnings: readonly NoteCode[] = ['no-header', 'excel-separator-line', 'comment-lines']

/** Equal for tables that are one table when their rows follow each other: the same header, byte for byte, in the same
 * encoding. Null for everything else. */
export const joinKeyOf = async (
  file: File,
  { format, encoding, notes }: Pick<Inspection, 'format' | 'encoding' | 'notes'>,
): Promise<string | null> => {
  if (format !== 'csv' || /^utf-(?:16|32)/.test(encoding)) return null
  if (notes.some(({ code }) => oddBeginnings.includes(code))) return null
  const line = await firstLineOf(file)
  // A packed file begins with signs that are in no header.
  if (!line || line.some((byte) => byte < 9)) return null
  const header = new TextDecoder('latin1').decode(line).replace('ï»¿', '').trim()
  // A quotation mark that is still open goes on in the next line.
  const quotes = header.replace(/[^"']/g, '').length
  return header === '' || quotes % 2 === 1 ? null : `${encoding}\n${header}`
}
