import type { PublishedText } from '../texts/frontMatter.ts'
import type { Block } from './narrow.ts'

/** Sections that texts name by a word of their own. */
const synonyms: Record<string, string> = { revocation: 'withdrawal', price: 'money' }

const longest = 320

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What a section says, without headings, tables and marks. */
const wordsOf = (section: string): string =>
  section
    .split('\n')
    .filter((line) => !/^\s*(#|\||>|```)/.test(line))
    .join('\n')
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .replace(/^\s*[-*]\s+/gm, '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[*_`]{1,3}/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(Boolean)
    .join(' ')

/** Whole sentences as far as they fit; always at least the first. */
const firstSentences = (words: string): string => {
  const sentences = words.match(/[^.!?:]+[.!?:]+["”’)]?|[^.!?:]+$/g) ?? []
  let quote = ''
  for (const sentence of sentences) {
    if (quote !== '' && quote.length + sentence.length > longest) break
    quote += sentence
  }
  return quote.trim()
}

const sectionOf = (body: string, number: string): string | undefined => {
  const lines = body.split('\n')
  const heading = new RegExp(`^(#{1,6})\\s+(?:§\\s*)?${escaped(number)}[.):]?(?=\\s|$)`)
  const from = lines.findIndex((line) => heading.test(line))
  if (from < 0) return undefined
  const level = heading.exec(lines[from] as string)?.[1]?.length ?? 1
  const next = lines.findIndex(
    (line, at) => at > from && (/^(#{1,6})\s/.exec(line)?.[1]?.length ?? 9) <= level,
  )
  return lines.slice(from + 1, next < 0 ? undefined : next).join('\n')
}

/** The words of a published text that say a field, from the section its front matter names.
 * @returns null when the text does not say where */
export const clauseOf = (text: PublishedText, field: string): Block['clause'] => {
  const [top = field] = field.split('.')
  const { clauses } = text.front
  const number = clauses[field] ?? clauses[top] ?? clauses[synonyms[top] ?? '']
  const section = number === undefined ? undefined : sectionOf(text.body, number)
  if (number === undefined || section === undefined) return null
  const quote = firstSentences(wordsOf(section))
  return quote === '' ? null : { text: text.hash, section: number, quote }
}
