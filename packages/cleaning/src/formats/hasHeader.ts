import type { CsvRecord } from './csvTokenizer.ts'

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$/
const DATE = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}/
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

type Look = 'number' | 'date' | 'address' | 'other' | 'nothing'

/**
 * A first record is data when it looks the same as the records under it in everything that has a look of its
 * own. Whole numbers that may be years do not count: tables of figures by year name their columns so.
 */
export const hasHeader = (sample: readonly CsvRecord[]): boolean => {
  const [first, ...records] = sample
  if (!first || records.length === 0) return true
  let telling = 0
  for (let column = 0; column < first.fields.length; column++) {
    const name = (first.fields[column] ?? '').trim()
    const above = lookOf(name)
    const below = records
      .map((record) => lookOf((record.fields[column] ?? '').trim()))
      .filter((look) => look !== 'nothing')
    const usual = mostFrequent(below)
    if (usual === undefined || usual === 'other') {
      // A number over text, or an address over text, is an odd name but proves nothing.
      continue
    }
    if (above !== usual) return true
    if (!/^(1[5-9]|20|21)\d\d$/.test(name)) telling++
  }
  return telling === 0
}

const lookOf = (text: string): Look => {
  if (text === '' || /^(na|n\/a|null|nan)$/i.test(text)) return 'nothing'
  if (NUMBER.test(text)) return 'number'
  if (DATE.test(text)) return 'date'
  if (ADDRESS.test(text)) return 'address'
  return 'other'
}

const mostFrequent = (looks: readonly Look[]): Look | undefined => {
  const counts = new Map<Look, number>()
  for (const look of looks) counts.set(look, (counts.get(look) ?? 0) + 1)
  let best: Look | undefined
  for (const [look, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = look
  return best
}
