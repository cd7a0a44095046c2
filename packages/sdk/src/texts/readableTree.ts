import type { Definition, Link, Nodes, Parent, PhrasingContent, Root, Text } from 'mdast'
import { markdownTree } from './markdownTree.ts'

/** Where a link in a text may lead. Anything else, a script above all, is shown and leads nowhere. */
export const isSafeLink = (url: string): boolean => /^(https?:\/\/|mailto:|#)/i.test(url)

const words = (value: string): Text => ({ type: 'text', value })

/**
 * A text's Markdown as pages and PDFs show it. What was hashed must not disappear: HTML, comments in it and pictures
 * are shown as they are written, and links that lead nowhere keep their address.
 */
export const readableTree = (body: string): Root => {
  const root = markdownTree(body)
  const definitions = new Map<string, Definition>()
  collect(root, definitions)
  return blocks(root, definitions)[0] as Root
}

const collect = (node: Nodes, into: Map<string, Definition>) => {
  // The first one counts, as in CommonMark.
  if (node.type === 'definition' && !into.has(node.identifier)) into.set(node.identifier, node)
  if ('children' in node) for (const child of node.children) collect(child, into)
}

const linkTo = (url: string, children: PhrasingContent[]): PhrasingContent[] =>
  isSafeLink(url) ? [{ type: 'link', url, children } as Link] : [...children, words(` (${url})`)]

const blocks = (node: Nodes, definitions: ReadonlyMap<string, Definition>): Nodes[] => {
  switch (node.type) {
    case 'html':
      return [words(node.value)]
    case 'image':
      return [words(`![${node.alt ?? ''}](${node.url})`)]
    case 'imageReference':
      return [words(`![${node.alt ?? ''}](${definitions.get(node.identifier)?.url ?? ''})`)]
    case 'link':
      return linkTo(node.url, phrasing(node, definitions))
    case 'linkReference':
      return linkTo(definitions.get(node.identifier)?.url ?? '', phrasing(node, definitions))
    case 'definition':
      return []
    default:
      if (!('children' in node)) return [node]
      return [
        {
          ...node,
          children: (node.children as Nodes[]).flatMap((child): Nodes[] => {
            const made = blocks(child, definitions)
            // A block of HTML stands beside paragraphs, so what is made of it has to be one.
            return child.type === 'html' && holdsBlocks(node)
              ? [{ type: 'paragraph', children: made as PhrasingContent[] }]
              : made
          }),
        } as unknown as Nodes,
      ]
  }
}

const holdsBlocks = (node: Nodes) => ['root', 'blockquote', 'listItem'].includes(node.type)

const phrasing = (node: Parent, definitions: ReadonlyMap<string, Definition>): PhrasingContent[] =>
  node.children.flatMap((child) => blocks(child as Nodes, definitions)) as PhrasingContent[]
