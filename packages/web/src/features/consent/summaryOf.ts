import type { ElementContent } from 'hast'

const isHeading = (node: ElementContent, names: readonly string[]) =>
  node.type === 'element' && names.includes(node.tagName)

/** The part of a text that says it in short: all from its first second-level heading to the next. Null where a text
 * has none. */
export const summaryOf = (blocks: readonly ElementContent[]): ElementContent[] | null => {
  const heading = blocks.findIndex((block) => isHeading(block, ['h2']))
  if (heading < 0) return null
  const after = blocks.slice(heading + 1)
  const next = after.findIndex((block) => isHeading(block, ['h1', 'h2']))
  const summary = next < 0 ? after : after.slice(0, next)
  return summary.some(({ type }) => type === 'element') ? summary : null
}
