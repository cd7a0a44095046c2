import licenses from 'spdx-license-list/full.js'
import { createRandom } from '../../packages/cleaning/training/random.ts'

const texts = Object.values(licenses).map(({ licenseText }) => licenseText)
const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean)

/**
 * Real text with real near-duplicates: the licenses of the SPDX list, whole, and in passages of 200 words that begin
 * every 120. Versions and families of licenses share whole paragraphs, with a word changed here and there.
 */
export const licensePassages = (): string[] =>
  texts.flatMap((text) => {
    const words = wordsOf(text)
    const passages = [text]
    for (let from = 0; from + 200 <= words.length; from += 120)
      passages.push(words.slice(from, from + 200).join(' '))
    return passages
  })

/**
 * Documents of 200 words without end: ten runs of twenty words from anywhere in the licenses. One in twenty is one of
 * the last thousand again with three words changed.
 */
export function* mixedDocuments(seed = 1): Generator<string> {
  const random = createRandom(seed)
  const words = texts.flatMap(wordsOf)
  const recent: string[][] = []
  const below = (limit: number) => Math.floor(random() * limit)
  for (let made = 0; ; made++) {
    let document: string[]
    if (made > 0 && random() < 0.05) {
      document = [...(recent[below(recent.length)] as string[])]
      for (let change = 0; change < 3; change++)
        document[below(document.length)] = words[below(words.length)] as string
    } else {
      document = []
      for (let run = 0; run < 10; run++) {
        const from = below(words.length - 20)
        for (let at = from; at < from + 20; at++) document.push(words[at] as string)
      }
    }
    recent[made % 1000] = document
    yield document.join(' ')
  }
}

/** In one piece each, as texts come from a file; joined ones would be put together while somebody is timed. */
export const takeDocuments = (count: number): string[] => {
  const documents: string[] = []
  for (const document of mixedDocuments()) {
    documents.push(Buffer.from(document).toString())
    if (documents.length === count) break
  }
  return documents
}
