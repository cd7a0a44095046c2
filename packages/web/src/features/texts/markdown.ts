/** As much of Markdown as charters, agreements and licenses use. Whatever else is in a text stays visible as it is:
 * what was hashed must not disappear from the page. */
export type Inline =
  | { kind: 'text' | 'strong' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
export type Block =
  | { kind: 'heading'; level: number; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'quote'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

const inlinePattern = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g

export const parseInline = (text: string): Inline[] => {
  const parts: Inline[] = []
  let from = 0
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) })
    const [whole, strong, code, label, href] = match
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else if (code !== undefined) parts.push({ kind: 'code', text: code })
    else parts.push({ kind: 'link', text: label ?? '', href: href ?? '' })
    from = match.index + whole.length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

/** The machine-readable head of a text, apart from what people read. */
export const splitFrontMatter = (text: string): { head: string | null; body: string } => {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text)
  return match ? { head: match[1] ?? '', body: text.slice(match[0].length) } : { head: null, body: text }
}

const cellsOf = (line: string): Inline[][] =>
  line
    .replace(/^\s*\||\|\s*$/g, '')
    .split('|')
    .map((cell) => parseInline(cell.trim()))

const blockOf = (lines: string[]): Block => {
  const [first = ''] = lines
  const heading = /^(#{1,6})\s+(.*)$/.exec(first)
  if (heading && lines.length === 1)
    return { kind: 'heading', level: heading[1]?.length ?? 1, text: parseInline(heading[2] ?? '') }
  if (lines.every((line) => line.startsWith('>')))
    return { kind: 'quote', text: parseInline(lines.map((line) => line.replace(/^>\s?/, '')).join(' ')) }
  if (lines.length > 1 && first.includes('|') && /^[\s|:-]+$/.test(lines[1] ?? ''))
    return { kind: 'table', head: cellsOf(first), rows: lines.slice(2).map(cellsOf) }
  const item = /^\s*(?:[-*]|(\d+)\.)\s+/
  if (item.test(first)) {
    const items: string[] = []
    for (const line of lines) {
      if (item.test(line)) items.push(line.replace(item, ''))
      else items.push(`${items.pop() ?? ''} ${line.trim()}`)
    }
    return { kind: 'list', ordered: /^\s*\d/.test(first), items: items.map(parseInline) }
  }
  return { kind: 'paragraph', text: parseInline(lines.join(' ')) }
}

export const parseMarkdown = (body: string): Block[] => {
  const blocks: Block[] = []
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) blocks.push(blockOf(lines))
    lines = []
  }
  for (const line of body.split(/\r?\n/)) {
    if (line.trim() === '') flush()
    else if (/^#{1,6}\s/.test(line)) {
      flush()
      blocks.push(blockOf([line]))
    } else lines.push(line)
  }
  flush()
  return blocks
}
