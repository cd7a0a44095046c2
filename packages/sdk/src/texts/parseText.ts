import type { Nodes } from 'mdast'
import { isAlias, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { UsufructError } from '../domain/errors.ts'
import { type FrontMatter, frontMatter, type PublishedText } from './frontMatter.ts'
import { hashText } from './hashText.ts'
import { markdownTree } from './markdownTree.ts'
import { findRefusedCharacter, placeOf, refuseCharacters } from './refuseCharacters.ts'
import { sectionsOf } from './sectionsOf.ts'

const maxText = 500_000
const maxFrontMatter = 32_000
/** Deeper than any front matter goes; keeps a reader from running out of stack. */
const maxDepth = 12

const invalid = (message: string, hint: string, details: Record<string, unknown> = {}, cause?: unknown) =>
  new UsufructError({ code: 'TEXT_INVALID', message, hint, details, cause })

const split = (text: string): { head: string; body: string } => {
  if (!text.startsWith('---\n'))
    throw invalid(
      'The text does not begin with front matter.',
      'Put YAML between two lines of --- before the first heading.',
      { line: 1 },
    )
  const end = text.indexOf('\n---\n', 3)
  if (end < 0)
    throw invalid('The front matter has no end.', 'Close it with a line of three dashes.', { line: 1 })
  if (end > maxFrontMatter)
    throw invalid(
      `The front matter has more than ${maxFrontMatter} characters.`,
      'Keep what people read in the body.',
      { line: 1 },
    )
  return { head: text.slice(4, end + 1), body: text.slice(end + 5) }
}

/** YAML without what makes it dangerous or ambiguous: no aliases, anchors, tags, merge keys or repeated keys. */
const readYaml = (head: string): unknown => {
  const lines = new LineCounter()
  const document = parseDocument(head, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    merge: false,
    customTags: [],
    lineCounter: lines,
  })
  // The line of dashes above is the text's first.
  const at = (offset: number | undefined) => ({ line: lines.linePos(offset ?? 0).line + 1 })
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem)
    throw invalid(
      `The front matter is not plain YAML, line ${at(problem.pos[0]).line}: ${problem.message.split('\n')[0]}`,
      'Quote strings that hold signs such as {{, : or #; see the texts that come with the software.',
      at(problem.pos[0]),
      problem,
    )
  visit(document, (_key, node, path) => {
    if (!isNode(node)) return
    const place = at(node.range?.[0])
    if (isAlias(node) || ('anchor' in node && node.anchor) || node.tag)
      throw invalid(
        `The front matter, line ${place.line}, uses an anchor, an alias or a tag.`,
        'Write the value out.',
        place,
      )
    if (isScalar(node) && _key === 'key' && ['<<', '__proto__'].includes(String(node.value)))
      throw invalid(
        `The front matter, line ${place.line}, has a key ${String(node.value)}.`,
        'Write the values out under names of their own.',
        place,
      )
    if (path.length > maxDepth * 2)
      throw invalid('The front matter is nested too deep.', 'Flatten it.', place)
  })
  return document.toJS({ maxAliasCount: 0 })
}

const validate = (value: unknown): FrontMatter => {
  const parsed = frontMatter.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  throw invalid(
    `The front matter is not right: ${[path, issue?.message].filter(Boolean).join(': ')}.`,
    'legal/schemas says what each field may hold; numbers such as a clause’s stand in quotes.',
    { path },
    parsed.error,
  )
}

const requireClauses = (front: FrontMatter, body: string) => {
  const asked = Object.entries(front.clauses)
  if (asked.length === 0) return
  const numbers = sectionsOf(body).flatMap(({ number }) => number ?? [])
  const lost = asked.find(([, number]) => !numbers.includes(number))
  if (!lost) return
  const [field, number] = lost
  throw invalid(
    `The front matter says that section ${number} is about ${field}, but the text has no section ${number}.`,
    'Name a section by the number in its heading.',
    { path: `clauses.${field}`, number, sections: numbers },
  )
}

const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** What a reader sees of Markdown, with entities read. */
const wordsIn = (node: Nodes): string[] => [
  ...('value' in node ? [node.value] : []),
  ...('url' in node ? [node.url] : []),
  ...('alt' in node && node.alt ? [node.alt] : []),
  ...('children' in node ? node.children.flatMap(wordsIn) : []),
]

/** YAML (`"\u202E"`) and Markdown (`&#x202E;`) can spell what must not stand in a text, and readers see what it spells. */
const refuseSpelled = (front: FrontMatter, body: string) => {
  for (const words of [...stringsIn(front), ...wordsIn(markdownTree(body))]) {
    const found = findRefusedCharacter(words)
    if (found)
      throw invalid(`The text spells out ${found.name} (${found.codePoint}).`, found.way, {
        codePoint: found.codePoint,
      })
  }
}

/**
 * Reads a legal text: YAML front matter between two lines of `---`, then Markdown. Takes templates (which declare
 * `placeholders`) and texts as published (which must not have any left).
 * @throws UsufructError `TEXT_INVALID` naming the place and the way out
 */
export const parseText = (text: string): PublishedText => {
  if (text.length > maxText)
    throw invalid(`The text has more than ${maxText} characters.`, 'Split it into several texts.', {
      characters: text.length,
    })
  refuseCharacters(text)
  const { head, body } = split(text)
  const front = validate(readYaml(head))
  if (body.trim() === '') throw invalid('The text has nothing below its front matter.', 'Write the text.')
  if (front.placeholders && front.renderedFrom)
    throw invalid(
      'The text is a template and filled at once: it has placeholders and renderedFrom.',
      'Take placeholders out of a published text, or renderedFrom out of a template.',
      { path: 'renderedFrom' },
    )
  const open = front.placeholders ? -1 : text.indexOf('{{')
  if (open >= 0) {
    const place = placeOf(text, open)
    throw invalid(
      `The text has an unfilled placeholder in line ${place.line}: ${text.slice(open, open + 60).split('\n')[0]}`,
      'Publish the filled text. A template names its blanks under placeholders.',
      place,
    )
  }
  refuseSpelled(front, body)
  requireClauses(front, body)
  return { hash: hashText(text), text, front, body }
}
