import { requireHash } from '@usufruct/sdk/texts/hashText'
import { parseText } from '@usufruct/sdk/texts/parseText'
import { textToHast } from '@usufruct/sdk/texts/textToHast'
import type { Element, ElementContent, Root } from 'hast'
import type { Hex } from 'viem'

export type ReadText = { title: string; language: string; blocks: ElementContent[] }

const wordsOf = (node: Element | ElementContent): string =>
  node.type === 'text' ? node.value : node.type === 'element' ? node.children.map(wordsOf).join('') : ''

const saysTitle = (node: Root['children'][number], title: string): boolean =>
  node.type === 'element' && node.tagName === 'h1' && wordsOf(node) === title

/**
 * What the page shows, from bytes that it has checked itself: a node that sends another text under this hash is found
 * out. A first heading that only repeats the title, which is the page's own, is not shown twice.
 * @throws UsufructError `TEXT_HASH_MISMATCH`, `TEXT_INVALID`
 */
export const readText = (text: string, hash: Hex): ReadText => {
  requireHash(text, hash)
  const parsed = parseText(text)
  const children = textToHast(parsed).children
  const first = children.findIndex((node) => node.type === 'element')
  const shown = children.filter((node, at) => at !== first || !saysTitle(node, parsed.front.title))
  return {
    title: parsed.front.title,
    language: parsed.front.language,
    blocks: shown.filter((node): node is ElementContent => node.type !== 'doctype'),
  }
}
