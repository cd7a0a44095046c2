import type { Element, ElementContent } from 'hast'
import { createElement, Fragment, type ReactNode } from 'react'

/** Everything the SDK makes of a text. An element that is not here is shown as its words alone. */
const known = new Set(
  'h1 h2 h3 h4 h5 h6 p a strong em code pre ul ol li blockquote table thead tbody tr th td hr br'.split(' '),
)

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** Only what the page needs crosses over from the tree: never a handler, a style or a class. */
const propertiesOf = ({ tagName, properties }: Element): Record<string, unknown> => {
  const align = text(properties.align)
  const start = text(properties.start)
  return {
    ...(text(properties.id) ? { id: text(properties.id) } : {}),
    ...(tagName === 'a' ? { href: text(properties.href), rel: 'noreferrer' } : {}),
    ...(tagName === 'ol' && start ? { start: Number(start) } : {}),
    ...(align ? { style: { textAlign: align } } : {}),
    ...(tagName === 'table' ? { className: 'data-table' } : {}),
  }
}

const view = (node: ElementContent, parent?: string): ReactNode => {
  // React refuses white space between the parts of a table.
  const inTable = parent !== undefined && ['table', 'thead', 'tbody', 'tr'].includes(parent)
  if (node.type === 'text') return inTable ? null : node.value
  if (node.type !== 'element') return null
  const children = node.children.map((child, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
    <Fragment key={at}>{view(child, node.tagName)}</Fragment>
  ))
  if (!known.has(node.tagName)) return children
  const made = createElement(node.tagName, propertiesOf(node), ...(children.length > 0 ? [children] : []))
  return node.tagName === 'table' ? <div className="scroll-x">{made}</div> : made
}

/** A text's tree of elements as React's own: nothing is ever set as HTML. */
export function HastView({ nodes }: { nodes: readonly ElementContent[] }) {
  return nodes.map((node, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
    <Fragment key={at}>{view(node)}</Fragment>
  ))
}
