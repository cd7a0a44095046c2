import type { BlockContent, DefinitionContent, ListItem, PhrasingContent, RootContent, TableRow } from 'mdast'
import type { Content, ContentText, TableCell } from 'pdfmake/interfaces.js'
import type { PublishedText } from '../texts/frontMatter.ts'
import { plainText } from '../texts/plainText.ts'
import { readableTree } from '../texts/readableTree.ts'
import { hashLines } from '../texts/textToHast.ts'
import { createPdf } from './createPdf.ts'
import { tableLayout } from './pdfParts.ts'

/** A run of words and how they look. */
type Run = { text: string } & Partial<
  Pick<ContentText, 'bold' | 'italics' | 'link' | 'linkToDestination'>
> & {
    style?: string
    decoration?: 'underline'
    color?: string
  }

const runs = (nodes: readonly PhrasingContent[], look: Omit<Run, 'text'> = {}): Run[] =>
  nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case 'text':
        // A line break in the source is a space on paper.
        return [{ ...look, text: node.value.replace(/\s*\n\s*/g, ' ') }]
      case 'inlineCode':
        return [{ ...look, style: 'code', text: node.value }]
      case 'break':
        return [{ ...look, text: '\n' }]
      case 'strong':
        return runs(node.children, { ...look, bold: true })
      case 'emphasis':
        return runs(node.children, { ...look, italics: true })
      case 'link':
        return [
          ...runs(node.children, { ...look, ...target(node.url), color: '#0b4f8a', decoration: 'underline' }),
          ...onPaper(node.url, plainText(node), look),
        ]
      case 'delete':
        return runs(node.children, look)
      default:
        return 'value' in node ? [{ ...look, text: node.value }] : []
    }
  })

/** Within a PDF there is nothing to jump to for most of `#…`, so those stay words. */
const target = (url: string): Pick<Run, 'link'> => (url.startsWith('#') ? {} : { link: url })

/** Paper cannot be clicked. */
const onPaper = (url: string, said: string, look: Omit<Run, 'text'>): Run[] =>
  url.startsWith('#') || url.replace(/^mailto:/i, '') === said ? [] : [{ ...look, text: ` (${url})` }]

const cells = (row: TableRow, align: readonly unknown[], look: { bold?: boolean } = {}): TableCell[] =>
  row.children.map((cell, at) => ({
    text: runs(cell.children, look),
    alignment: align[at] === 'right' || align[at] === 'center' ? align[at] : 'left',
  }))

const itemOf = (item: ListItem): Content => {
  const [only] = item.children
  if (item.children.length === 1 && only?.type === 'paragraph')
    return { text: runs(only.children), margin: [0, 0, 0, 3] }
  return { stack: blocks(item.children), margin: [0, 0, 0, 3] }
}

type Block = RootContent | BlockContent | DefinitionContent

const blocks = (nodes: readonly Block[]): Content[] => nodes.flatMap(blockOf)

const blockOf = (node: Block): Content[] => {
  switch (node.type) {
    case 'heading': {
      const style = node.depth === 1 ? 'title' : node.depth === 2 ? 'heading' : 'subheading'
      return [{ text: runs(node.children), style, headlineLevel: node.depth }]
    }
    case 'paragraph':
      return [{ text: runs(node.children), style: 'paragraph' }]
    case 'blockquote':
      return [
        {
          margin: [0, 2, 0, 8],
          layout: { ...quoteLayout },
          table: { widths: ['*'], body: [[{ stack: blocks(node.children) }]] },
        },
      ]
    case 'list': {
      const items = node.children.map(itemOf)
      const margin: [number, number, number, number] = [0, 0, 0, 6]
      return [node.ordered ? { ol: items, start: node.start ?? 1, margin } : { ul: items, margin }]
    }
    case 'table': {
      const align = node.align ?? []
      const [head, ...rest] = node.children
      if (!head) return []
      const columns = head.children.length
      const body = rest.map((row) => {
        const made = cells(row, align).slice(0, columns)
        // pdfmake asks for every cell of a row; Markdown does not.
        return [...made, ...Array.from({ length: columns - made.length }, () => ({ text: '' }))]
      })
      return [
        {
          margin: [0, 2, 0, 8],
          layout: tableLayout,
          table: {
            headerRows: 1,
            dontBreakRows: true,
            widths: Array.from({ length: columns }, () => '*'),
            body: [cells(head, align, { bold: true }), ...body],
          },
        },
      ]
    }
    case 'code':
      return [{ text: node.value, style: 'code', preserveLeadingSpaces: true, margin: [0, 0, 0, 6] }]
    case 'thematicBreak':
      return [
        { margin: [0, 6, 0, 10], canvas: [{ type: 'line', x1: 0, y1: 0, x2: 483, y2: 0, lineWidth: 0.5 }] },
      ]
    case 'html':
      return [{ text: node.value, style: 'paragraph' }]
    default:
      return []
  }
}

const quoteLayout = {
  hLineWidth: () => 0,
  vLineWidth: (column: number) => (column === 0 ? 2 : 0),
  vLineColor: () => '#999999',
  paddingLeft: () => 10,
  paddingRight: () => 6,
  paddingTop: () => 4,
  paddingBottom: () => 0,
  fillColor: () => '#f6f6f6',
}

/** Beyond this part of unreadable characters a PDF of a text would be of no use to who has to sign it. */
const mostlyReadable = 0.1

/**
 * A legal text as a PDF, made from its published bytes. Title, version and the hash of those bytes stand on every
 * page. `at` is when it was published, Unix time in seconds.
 * @throws UsufructError `PDF_CHARACTERS` for a text in a script that the PDF’s font does not have
 */
export const textPdf = (text: PublishedText, { at }: { at: number }): Promise<Uint8Array> => {
  const { front, body, hash } = text
  return createPdf(
    {
      undrawable: mostlyReadable,
      content: [
        ...blocks(readableTree(body).children),
        { text: 'This text in numbers', style: 'subheading', margin: [0, 24, 0, 4] },
        ...hashLines(text).map(
          (line): Content => ({ text: `SHA-256 of ${line.of}: ${line.hash}`, style: 'fine' }),
        ),
        {
          text: 'The Markdown bytes behind the first one are the text; this page is made from them. A lawyer must read it before anyone relies on it.',
          style: 'fine',
          margin: [0, 4, 0, 0],
        },
      ],
      footer: [
        `${front.title} · version ${front.version} · ${front.language}${front.authoritative ? '' : ' (translation)'}`,
        `SHA-256 ${hash}`,
      ],
    },
    { title: `${front.title} ${front.version}`, at, language: front.language },
  )
}
