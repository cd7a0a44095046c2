import { listOf } from './words.ts'

/** Parts of the terms as people say them. */
const fields: Record<string, string> = {
  purposes: 'the uses that can be allowed',
  commercial: 'who may use it at all',
  term: 'how long it lasts',
  territory: 'where it may be used',
  exclusivity: 'whether one licensee may have it alone',
  sublicensing: 'passing a license on',
  redistribution: 'passing the data on',
  model: 'what models may be made and given out',
  revocation: 'what stopping does',
  attribution: 'naming the source',
  audit: 'what the co-op may ask to see',
  security: 'how it must be kept',
  personalData: 'data about people',
  warranties: 'what members promise',
  governingLaw: 'the law',
  forum: 'the court',
  target: 'the dataset',
  price: 'the price',
}

export const fieldInWords = (path: string): string => fields[path.split('.')[0] ?? path] ?? path

/** “how long it lasts and where it may be used”, each once. */
export const fieldsInWords = (paths: readonly string[]): string =>
  listOf([...new Set(paths.map(fieldInWords))])
