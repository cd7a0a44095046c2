import type { PublishedText } from '../texts/frontMatter.ts'
import { sectionsOf } from '../texts/sectionsOf.ts'
import type { Block } from './narrow.ts'

/** Sections that texts name by a word of their own. */
const synonyms: Record<string, string> = { revocation: 'withdrawal', price: 'money' }

const longest = 320

/** Whole sentences as far as they fit; always at least the first. */
const firstSentences = (words: string): string => {
  const sentences = words.match(/[^.!?:]+(?:[.!?:]+["”’)]?|$)/g) ?? []
  let quote = ''
  for (const sentence of sentences) {
    if (quote !== '' && quote.length + sentence.length > longest) break
    quote += sentence
  }
  return quote.trim()
}

const quoteFrom = (text: PublishedText, field: string): Block['clause'] => {
  const [top = field] = field.split('.')
  const { clauses } = text.front
  const number = clauses[field] ?? clauses[top] ?? clauses[synonyms[top] ?? '']
  if (number === undefined) return null
  const section = sectionsOf(text.body).find((entry) => entry.number === number)
  const quote = firstSentences(section?.firstParagraph ?? '')
  return quote === '' ? null : { text: text.hash, section: number, quote }
}

/** A text is read once for each field, however many permissions it blocks. */
const quoted = new WeakMap<PublishedText, Map<string, Block['clause']>>()

/** The words of a published text that say a field, from the section its front matter names.
 * @returns null when the text does not say where */
export const clauseOf = (text: PublishedText, field: string): Block['clause'] => {
  const known = quoted.get(text) ?? new Map<string, Block['clause']>()
  quoted.set(text, known)
  const found = known.has(field) ? (known.get(field) ?? null) : quoteFrom(text, field)
  known.set(field, found)
  return found
}
