import type { Limits } from '../limits.ts'
import { BLOCK_COLUMNS, type Block, type BlockKind, blockBatches, createSection } from './blocks.ts'
import type { TextFormat } from './format.ts'
import { readLines, tooLarge } from './plainText.ts'

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const LIST = /^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+/
const QUOTE = /^ {0,3}>/
const TABLE = /^ {0,3}\|/

/** One record for each block, with the headings it stands under. The text stays as it is written. */
export const markdown: TextFormat = {
  name: 'markdown',
  kind: 'text',
  extensions: ['md', 'markdown', 'mdx'],
  typed: false,
  reads: 'text',

  recognise({ text, extension }) {
    const lines = text.split(/\r\n|\n|\r/)
    const found = lines.flatMap((line) => HEADING.exec(line)?.[1] ?? [])
    const headings = found.length
    const levels = new Set(found).size
    const fences = lines.filter((line) => FENCE.test(line)).length
    const links = /\[[^[\]\n]{1,500}\]\([^()\s]{1,500}\)/.test(text)
    const named = this.extensions.includes(extension)
    const front = /^---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/.test(text)
    if (headings + fences === 0 && !front && !(named && links)) return 0
    if (named) return 0.85
    // A # may begin a comment as well: only with more that is Markdown's own.
    return headings > 0 && (links || fences > 0 || front || levels > 1) ? 0.55 : 0
  },

  async decode(text, { limits }) {
    return {
      columns: [...BLOCK_COLUMNS],
      notes: [],
      nested: new Map(),
      batches: blockBatches(readBlocks(text, limits), limits),
    }
  },
}

async function* readBlocks(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<Block> {
  const section = createSection()
  let lines: string[] = []
  let length = 0
  let kind: BlockKind = 'paragraph'
  let fence: string | undefined
  let first = true

  const end = (): Block[] => {
    const block = { section: section.path(), kind, text: lines.join('\n').trim() }
    lines = []
    length = 0
    kind = 'paragraph'
    return block.text === '' ? [] : [block]
  }
  const add = (line: string) => {
    lines.push(line)
    length += line.length + 1
    if (length > limits.cellBytes + 1) throw tooLarge(undefined, limits)
  }

  for await (const line of readLines(text, limits)) {
    if (first && line.trim() === '---') {
      kind = 'front-matter'
      first = false
      continue
    }
    first = false
    if (kind === 'front-matter') {
      if (line.trim() === '---' || line.trim() === '...') yield* end()
      else add(line)
      continue
    }
    if (fence !== undefined) {
      add(line)
      const close = FENCE.exec(line)?.[1]
      if (close?.startsWith(fence) && line.trim() === close) {
        fence = undefined
        yield* end()
      }
      continue
    }
    const opening = FENCE.exec(line)?.[1]
    const heading = HEADING.exec(line)
    const underline = UNDERLINE.exec(line)?.[1]
    if (opening) {
      yield* end()
      fence = opening
      kind = 'code'
      add(line)
    } else if (heading) {
      yield* end()
      const title = (heading[2] as string)
        .trim()
        .replace(/[ \t]#+$/, '')
        .trim()
      section.enter((heading[1] as string).length, title)
      yield { section: section.path().slice(0, -1), kind: 'heading', text: title }
    } else if (underline && lines.length > 0 && kind === 'paragraph') {
      const title = lines.join(' ').trim()
      lines = []
      length = 0
      section.enter(underline.startsWith('=') ? 1 : 2, title)
      yield { section: section.path().slice(0, -1), kind: 'heading', text: title }
    } else if (line.trim() === '') {
      // A list goes on after an empty line as long as items follow.
      if (kind !== 'list') yield* end()
      else add('')
    } else {
      const starts: BlockKind = LIST.test(line)
        ? 'list'
        : QUOTE.test(line)
          ? 'quote'
          : TABLE.test(line)
            ? 'table'
            : 'paragraph'
      const ended = kind === 'list' && lines.at(-1) === '' && starts !== 'list' && !/^[ \t]{2}/.test(line)
      if (ended || (lines.length > 0 && starts !== kind && starts !== 'paragraph')) yield* end()
      if (lines.length === 0) kind = starts
      add(line)
    }
  }
  yield* end()
}
