import type { Element, ElementContent, Root } from 'hast'
import { toHast } from 'mdast-util-to-hast'
import type { PublishedText } from './frontMatter.ts'
import { readableTree } from './readableTree.ts'
import { headingOf } from './sectionsOf.ts'

/** A text as a tree of HTML elements, for whoever shows it. Nothing in it runs, loads or styles anything; a numbered
 * section's heading has the id `s<number>`. */
export const textToHast = ({ body }: Pick<PublishedText, 'body'>): Root => {
  const tree = readableTree(body)
  const taken = new Set<string>()
  for (const node of tree.children) {
    if (node.type !== 'heading') continue
    const { number } = headingOf(node)
    if (number === null || taken.has(number)) continue
    taken.add(number)
    node.data = { ...node.data, hProperties: { id: `s${number}` } }
  }
  return toHast(tree) as Root
}

/** The three hashes under a text, and what they are of. */
export const hashLines = ({ hash, front }: Pick<PublishedText, 'hash' | 'front'>) => [
  { of: 'this text', hash },
  ...(front.renderedFrom
    ? [
        { of: 'the template it was made from', hash: front.renderedFrom.template },
        { of: 'what the template was filled with', hash: front.renderedFrom.parameters },
      ]
    : []),
]

const element = (
  tagName: string,
  children: ElementContent[],
  properties: Element['properties'] = {},
): Element => ({
  type: 'element',
  tagName,
  properties,
  children,
})

const words = (value: string): ElementContent => ({ type: 'text', value })

export const hashFooter = (text: Pick<PublishedText, 'hash' | 'front'>): Element =>
  element('footer', [
    element('p', [words(`Version ${text.front.version}. SHA-256 of`)]),
    element(
      'dl',
      hashLines(text).flatMap(({ of, hash }) => [
        element('dt', [words(of)]),
        element('dd', [element('code', [words(hash)])]),
      ]),
    ),
  ])
