import { DEFAULT_LIMITS } from '../limits.ts'
import { type CsvRecord, createCsvTokenizer } from './csvTokenizer.ts'
import type { Head } from './format.ts'

export type Dialect = {
  delimiter: string
  /** Fields of most records. */
  width: number
  /** Share of the sampled records that have that width. */
  consistency: number
  sample: CsvRecord[]
  /** Excel's first line `sep=;`, which is not data. */
  separatorLine: boolean
}

const DELIMITERS = [',', ';', '\t', '|']
const SAMPLE = 200

/** The delimiter under which the records at the head agree best on their number of fields. */
export const sniffDialect = (head: Head): Dialect => {
  const told = /^sep=(.)(\r\n|\n|\r)/.exec(head.text)
  const text = told ? head.text.slice(told[0].length) : head.text
  const dialects = (told ? [told[1] as string] : DELIMITERS).map((delimiter) =>
    tryDelimiter(delimiter, text, head.whole),
  )
  const best = dialects.reduce((a, b) => (score(b) > score(a) ? b : a))
  return { ...best, separatorLine: told !== null }
}

const tryDelimiter = (delimiter: string, text: string, whole: boolean): Omit<Dialect, 'separatorLine'> => {
  const tokenizer = createCsvTokenizer(delimiter, DEFAULT_LIMITS)
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
  return { delimiter, width, consistency: sample.length === 0 ? 0 : most / sample.length, sample }
}

const score = ({ width, consistency, sample }: Omit<Dialect, 'separatorLine'>): number => {
  if (width < 2) return 0
  const header = sample[0]?.count
  const agrees = header === width || header === width - 1
  return consistency * (agrees ? 1 : 0.5) + Math.min(width, 50) / 10_000
}
