const unseen = /\p{Default_Ignorable_Code_Point}/gu
const alone =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]'
const word = new RegExp(`(?=${alone})[\\p{L}\\p{M}\\p{N}]|(?:(?!${alone})[\\p{L}\\p{M}\\p{N}])+`, 'gu')

/** The words of a text, spelled out: what `createWordReader` gives the hashes of. */
export const wordsOf = (text: string): string[] =>
  text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replace(unseen, '').match(word) ?? []

/** The runs of five words of a text, spelled out: the plain form of what fingerprints are made from. */
export const wordShingles = (text: string): Set<string> => {
  const words = wordsOf(text)
  if (words.length === 0) return new Set()
  if (words.length < 5) return new Set([words.join(' ')])
  return new Set(words.slice(4).map((_, i) => words.slice(i, i + 5).join(' ')))
}
