import type { Heading } from 'mdast'
import { markdownTree } from './markdownTree.ts'
import { plainText } from './plainText.ts'

export type Section = {
  /** As the heading gives it, such as `5` or `5.1`; null for a heading without one. */
  number: string | null
  title: string
  /** 2 for `##`. */
  level: number
  /** First paragraph (or list, table, quote) below the heading, as plain text in one line; may be empty. */
  firstParagraph: string
}

const numbered = /^(\d+(?:\.\d+)*)\.?\s+(.*)$/

/** A heading's number and title: `5. Stopping` is section 5. */
export const headingOf = (heading: Heading): { number: string | null; title: string } => {
  const text = plainText(heading)
  const match = numbered.exec(text)
  return match ? { number: match[1] ?? null, title: match[2] ?? '' } : { number: null, title: text }
}

/** The sections of a text's body, in its order. The title of the whole (`#`) is not one. */
export const sectionsOf = (body: string): Section[] => {
  const sections: Section[] = []
  for (const node of markdownTree(body).children) {
    if (node.type === 'heading') {
      if (node.depth > 1) sections.push({ ...headingOf(node), level: node.depth, firstParagraph: '' })
      continue
    }
    const last = sections.at(-1)
    if (last && last.firstParagraph === '') last.firstParagraph = plainText(node)
  }
  return sections
}
