import type { Content } from 'pdfmake/interfaces.js'

export type Marked = {
  content: Content
  /** How many characters were replaced, and how many are not spaces. */
  replaced: number
  characters: number
}

const mark = (codePoint: number) => `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`

/**
 * A document's words in characters that the font can draw. What it cannot (Chinese, Japanese, Korean, Arabic, Hebrew,
 * pictograms) would come out as an empty box or as nothing; it is named by its number instead, so that nothing is lost
 * and nobody is misread.
 */
export const markUndrawable = (content: Content, drawable: (codePoint: number) => boolean): Marked => {
  let replaced = 0
  let characters = 0
  const words = (text: string): string => {
    let marked = ''
    // An accent that stands apart is joined to its letter where there is one character for both.
    for (const character of text.normalize('NFC')) {
      const codePoint = character.codePointAt(0) ?? 0
      if (/\s/.test(character)) {
        marked += character
        continue
      }
      characters++
      if (drawable(codePoint)) marked += character
      else {
        replaced++
        marked += mark(codePoint)
      }
    }
    return marked
  }
  const inside = ['text', 'stack', 'ul', 'ol', 'columns', 'table', 'body']
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return words(node)
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, inside.includes(key) ? walk(value) : value]),
    )
  }
  return { content: walk(content) as Content, replaced, characters }
}
