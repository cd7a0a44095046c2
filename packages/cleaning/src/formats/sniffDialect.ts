import { DEFAULT_LIMITS } from '../limits.ts'
import { type CsvRecord, type CsvSigns, createCsvTokenizer, RFC_4180 } from './csvTokenizer.ts'
import type { Head } from './format.ts'

export type Dialect = CsvSigns & {
  /** Fields of most records. */
  width: number
  /** Share of the sampled records that have that width. */
  consistency: number
  sample: CsvRecord[]
  /** Excel's first line `sep=;`, which is not data. */
  separatorLine: boolean
}

type Tried = Omit<Dialect, 'separatorLine'>

const DELIMITERS = [',', ';', '\t', '|', '^', '~', ' ']
const SAMPLE = 200

/** The signs under which the records at the head agree best on their number of fields. */
export const sniffDialect = (head: Head): Dialect => {
  const told = /^sep=(.)(\r\n|\n|\r)/.exec(head.text)
  const text = told ? head.text.slice(told[0].length) : head.text
  const delimiters = told ? [told[1] as string] : DELIMITERS
  const tried = delimiters.flatMap((delimiter) =>
    variants(text).map((signs) => trySigns({ ...signs, delimiter }, text, head.whole)),
  )
  const best = tried.reduce((a, b) => (score(b) > score(a) ? b : a))
  return { ...best, separatorLine: told !== null }
}

/** Other signs than those of RFC 4180 are tried only where they are seen. */
const variants = (text: string): CsvSigns[] => {
  const found: CsvSigns[] = [RFC_4180]
  if (text.includes('\\"')) found.push({ ...RFC_4180, escapes: true })
  if (!text.includes('"') && /(^|[,;\t|^~ \n\r])'[^'\n\r]*'(?=$|[,;\t|^~ \n\r])/.test(text))
    found.push({ ...RFC_4180, quote: "'", escapes: text.includes("\\'") })
  if (/^#/m.test(text)) found.push(...found.map((signs) => ({ ...signs, comments: true })))
  return found
}

const trySigns = (signs: CsvSigns, text: string, whole: boolean): Tried => {
  const tokenizer = createCsvTokenizer(signs, DEFAULT_LIMITS)
  const sample = tokenizer.push(text, false).slice(0, SAMPLE)
  if (sample.length < SAMPLE && whole) {
    try {
      sample.push(...tokenizer.push('', true))
    } catch {
      // An unclosed quote is for the decoder to report; the records before it say enough here.
    }
  }
  const widths = new Map<number, number>()
  for (const { count } of sample) widths.set(count, (widths.get(count) ?? 0) + 1)
  let width = 1
  let most = 0
  for (const [count, times] of widths) {
    if (times > most || (times === most && count > width)) [width, most] = [count, times]
  }
  return { ...signs, width, consistency: sample.length === 0 ? 0 : most / sample.length, sample }
}

const score = (tried: Tried): number => {
  const { width, consistency, sample, delimiter } = tried
  if (width < 2 || (delimiter === ' ' && !isColumned(tried))) return 0
  const header = sample[0]?.count
  const agrees = header === width || header === width - 1
  const torn = sample.filter(({ textAfterQuote }) => textAfterQuote).length / sample.length
  // Quotes that stay around most of a column's fields were none of those looked for.
  const held =
    sample.filter(({ fields }) => fields.some((field) => /^'.*'$/s.test(field))).length / sample.length
  return (
    consistency * (agrees ? 1 : 0.5) * (1 - torn) * (1 - held / 2) * (delimiter === ' ' ? 0.9 : 1) +
    Math.min(width, 50) / 10_000
  )
}

/** Words are parted by blanks as well: a table has as many in every line, and numbers in them. */
const isColumned = ({ width, consistency, sample }: Tried): boolean => {
  if (width < 3 || consistency < 0.9 || sample.length < 3) return false
  const fields = sample.slice(1).flatMap((record) => record.fields)
  return fields.filter((field) => /^[+-]?\d/.test(field)).length * 3 >= fields.length
}
