import type { Nodes } from 'mdast'

/** What a reader reads of a part of a text, in one line. */
export const plainText = (node: Nodes): string => read(node).replace(/\s+/g, ' ').trim()

const read = (node: Nodes): string => {
  if (node.type === 'break') return ' '
  // Raw HTML is shown as it is written, never run, so it is read so too.
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code' || node.type === 'html')
    return node.value
  if (node.type === 'image') return node.alt ?? ''
  if (!('children' in node)) return ''
  const between = node.type === 'tableRow' || node.type === 'table' || node.type === 'list' ? ' ' : ''
  return node.children.map(read).join(between)
}
