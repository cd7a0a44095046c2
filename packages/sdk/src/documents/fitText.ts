import type { Content } from 'pdfmake/interfaces.js'

export type Fitted = {
  content: Content
  /** How many characters were replaced, and how many are not spaces. */
  replaced: number
  characters: number
}

const mark = (codePoint: number) => `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`

/** Letters of the usual size that fit the width of a page, with room to spare; titles are twice as large. */
const pageRoom = 60
const titleRoom = 30

const columnsOf = (node: object): number => {
  const of = 'columns' in node ? node.columns : 'body' in node && Array.isArray(node.body) ? node.body[0] : []
  return Array.isArray(of) ? Math.max(1, of.length) : 1
}

/**
 * A document’s words so that none of them is lost on paper.
 *
 * What the font cannot draw (Chinese, Japanese, Korean, Arabic, Hebrew, pictograms) would come out as an empty box
 * or as nothing; it is named by its number instead. And a word longer than its column (a hash, a signature, an
 * address) would run over the edge; it may break anywhere.
 */
export const fitText = (content: Content, drawable: (codePoint: number) => boolean): Fitted => {
  let replaced = 0
  let characters = 0
  const marked = (text: string): string => {
    let made = ''
    // An accent that stands apart is joined to its letter where there is one character for both.
    for (const character of text.normalize('NFC')) {
      const codePoint = character.codePointAt(0) ?? 0
      if (/\s/.test(character)) {
        made += character
        continue
      }
      characters++
      if (!drawable(codePoint)) replaced++
      made += drawable(codePoint) ? character : mark(codePoint)
    }
    return made
  }
  const breakable = (text: string, room: number): unknown => {
    const made = marked(text)
    const pieces = made.split(new RegExp(`(\\S{${room},})`))
    if (pieces.length === 1) return made
    return pieces
      .filter((piece) => piece !== '')
      .map((piece) =>
        /\s/.test(piece) || piece.length < room ? piece : { text: piece, wordBreak: 'break-all' },
      )
  }
  const inside = ['text', 'stack', 'ul', 'ol', 'columns', 'table', 'body']
  const walk = (node: unknown, room: number): unknown => {
    if (typeof node === 'string') {
      const made = breakable(node, room)
      return typeof made === 'string' ? made : { text: made }
    }
    if (Array.isArray(node)) return node.map((item) => walk(item, room))
    if (typeof node !== 'object' || node === null) return node
    const width = 'style' in node && node.style === 'title' ? Math.min(room, titleRoom) : room
    const within = Math.max(4, Math.floor(width / columnsOf(node)))
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if (key === 'text' && typeof value === 'string') return [key, breakable(value, within)]
        return [key, inside.includes(key) ? walk(value, within) : value]
      }),
    )
  }
  return { content: walk(content, pageRoom) as Content, replaced, characters }
}
