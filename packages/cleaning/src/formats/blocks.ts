import type { Limits } from '../limits.ts'
import { exceedsBytes } from './exceedsBytes.ts'
import { BATCH_ROWS, type DecodedRow } from './format.ts'
import { tooLarge } from './plainText.ts'
import { noRecords, tooManyRows } from './tooMany.ts'

/** A piece of a document as a row: under which headings it stands, what it is, and its text. */
export type Block = { section: readonly string[]; kind: BlockKind; text: string }
export type BlockKind =
  | 'title'
  | 'heading'
  | 'paragraph'
  | 'list'
  | 'quote'
  | 'code'
  | 'table'
  | 'front-matter'

export const BLOCK_COLUMNS = ['section', 'kind', 'text']

export async function* blockBatches(
  blocks: AsyncIterable<Block>,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  let record = 0
  let batch: DecodedRow[] = []
  for await (const { section, kind, text } of blocks) {
    if (text.trim() === '') continue
    if (++record > limits.rows) throw tooManyRows(limits)
    if (exceedsBytes(text, limits.cellBytes)) throw tooLarge(record, limits)
    batch.push({ record, cells: [section.length > 0 ? section.join(' > ') : null, kind, text] })
    if (batch.length === BATCH_ROWS) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
  if (record === 0) throw noRecords('There is no text in the file.')
}

/** The headings above a block: a heading of some level ends those of its level and below. */
export const createSection = () => {
  const open: { level: number; text: string }[] = []
  return {
    enter(level: number, text: string) {
      while (open.length > 0 && (open.at(-1) as { level: number }).level >= level) open.pop()
      open.push({ level, text: text.slice(0, 200) })
    },
    path: (): string[] => open.map(({ text }) => text),
  }
}
