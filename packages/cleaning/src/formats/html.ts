import type { Limits } from '../limits.ts'
import type { Note } from '../types.ts'
import { BLOCK_COLUMNS, type Block, type BlockKind, blockBatches, createSection } from './blocks.ts'
import type { TextFormat } from './format.ts'
import { tooLarge } from './plainText.ts'

/** The text of a web page that shows, block by block, with the headings it stands under. No script is ever run. */
export const html: TextFormat = {
  name: 'html',
  kind: 'text',
  extensions: ['html', 'htm', 'xhtml'],
  typed: false,
  reads: 'text',

  recognise({ text, extension }) {
    if (/^(?:<!doctype html|<html[\s>])/i.test(afterComments(text))) return 0.96
    return this.extensions.includes(extension) && /<(?:p|div|body|h[1-6]|table|ul|span|br)[\s>/]/i.test(text)
      ? 0.9
      : 0
  },

  async decode(text, { limits }) {
    const notes: Note[] = []
    return {
      columns: [...BLOCK_COLUMNS],
      notes,
      nested: new Map(),
      batches: blockBatches(readBlocks(text, notes, limits), limits),
    }
  },
}

/** A declaration and comments may stand before a page. By hand: a pattern would try every way to part them. */
const afterComments = (text: string): string => {
  let rest = text.trimStart()
  for (const [begin, end] of [['<?xml', '?>'], ...new Array<[string, string]>(100).fill(['<!--', '-->'])]) {
    if (!rest.startsWith(begin as string)) continue
    const at = rest.indexOf(end as string)
    if (at < 0) return ''
    rest = rest.slice(at + (end as string).length).trimStart()
  }
  return rest
}

const HIDDEN = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'iframe',
  'object',
  'canvas',
  'audio',
  'video',
  'select',
  'textarea',
  'button',
  'input',
])
const INLINE = new Set([
  'a',
  'abbr',
  'acronym',
  'b',
  'bdi',
  'bdo',
  'big',
  'cite',
  'code',
  'data',
  'del',
  'dfn',
  'em',
  'font',
  'i',
  'ins',
  'kbd',
  'label',
  'mark',
  'q',
  'rp',
  'rt',
  'ruby',
  's',
  'samp',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'time',
  'tt',
  'u',
  'var',
  'wbr',
  'img',
])
const KINDS: Record<string, BlockKind> = {
  title: 'title',
  li: 'list',
  dt: 'list',
  dd: 'list',
  blockquote: 'quote',
  pre: 'code',
  tr: 'table',
  caption: 'table',
}
const CELLS = new Set(['td', 'th'])

// Deeper than any page; beyond it elements are only counted.
const DEPTH = 512

async function* readBlocks(
  text: AsyncIterable<string>,
  notes: Note[],
  limits: Limits,
): AsyncGenerator<Block> {
  const { Parser } = await import('htmlparser2')
  const section = createSection()
  let blocks: Block[] = []
  let current = ''
  let hidden = 0
  let beyond = 0
  const open: string[] = []

  const kindNow = (): BlockKind => {
    for (let i = open.length - 1; i >= 0; i--) {
      const kind = KINDS[open[i] as string]
      if (kind) return kind
    }
    return 'paragraph'
  }
  const end = (heading?: number) => {
    const kind = kindNow()
    const tidy = kind === 'code' ? current.replace(/^\n+/, '').trimEnd() : current.replace(/\s+/g, ' ').trim()
    current = ''
    if (tidy === '') return
    if (heading !== undefined) {
      section.enter(heading, tidy)
      blocks.push({ section: section.path().slice(0, -1), kind: 'heading', text: tidy })
    } else blocks.push({ section: kind === 'title' ? [] : section.path(), kind, text: tidy })
  }

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'html' && attributes.lang && notes.length === 0)
          notes.push({
            code: 'language',
            text: `The page says its language is ${attributes.lang.slice(0, 35)}.`,
          })
        if (HIDDEN.has(name)) hidden++
        if (name === 'br') current += '\n'
        else if (CELLS.has(name)) current += current.trim() === '' ? '' : ' | '
        else if (!INLINE.has(name)) end()
        if (open.length < DEPTH) open.push(name)
        else beyond++
      },
      ontext(piece) {
        if (hidden > 0) return
        current += piece
        if (current.length > limits.cellBytes + 1) throw tooLarge(undefined, limits)
      },
      onclosetag(name) {
        if (HIDDEN.has(name)) hidden = Math.max(0, hidden - 1)
        const level = /^h([1-6])$/.exec(name)?.[1]
        if (level) end(Number(level))
        else if (!INLINE.has(name) && !CELLS.has(name) && name !== 'br') end()
        if (beyond > 0) beyond--
        else open.pop()
      },
    },
    { lowerCaseTags: true, decodeEntities: true },
  )
  for await (const piece of text) {
    parser.write(piece)
    yield* blocks
    blocks = []
  }
  parser.end()
  end()
  yield* blocks
}
