import type { Found } from '../detect/detector.ts'
import { ENTITIES, isInside } from './tags.ts'
import type { Tokens } from './tokenise.ts'

/** Tags of the tokens from `from` on to spans, cut where a rule has found something and trimmed of signs. */
export const spansOf = (text: string, tokens: Tokens, from: number, tags: Uint8Array): Found[] => {
  const found: Found[] = []
  let open: Found | undefined
  const close = () => {
    if (open) {
      // A bracket or a comma at the end belongs to the sentence, not to the name.
      while (open.end > open.start && SIGN.test(text[open.end - 1] as string)) open.end--
      if (open.end > open.start && isPlausible(text.slice(open.start, open.end), open.type)) found.push(open)
    }
    open = undefined
  }
  tags.forEach((tag, i) => {
    const at = from + i
    const start = tokens.starts[at] as number
    const end = tokens.ends[at] as number
    if (tag === 0 || (tokens.masks[at] as number) >= 0 || end - start > LONGEST) {
      close()
      return
    }
    const type = ENTITIES[(tag - 1) >> 1] as Found['type']
    if (open && isInside(tag) && open.type === type) {
      open.end = end
      return
    }
    close()
    if (!(end - start === 1 && SIGN.test(text[start] as string))) open = { start, end, type }
  })
  close()
  return found
}

// Nobody's name is one word of that many letters.
const LONGEST = 40

// Odd words in a row are no address: a number belongs to one, or a word for a street; a short number alone is none. A
// name has two letters at least, and no figures.
const isPlausible = (value: string, type: Found['type']): boolean => {
  if (type === 'person') return /\p{L}[\p{M}.’']*\p{L}/u.test(value) && !/\p{N}/u.test(value)
  if (type !== 'address') return true
  return (/\p{N}/u.test(value) && /\p{L}|\p{N}{4}/u.test(value)) || STREET.test(value)
}
const STREET =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|place|pl|square|sq|boulevard|blvd|way|terrace|parkway|highway|crescent|close|row|alley|grove|hill|park|corner|box|rue|quai|chemin|impasse|calle|avenida|plaza|carrera|paseo|via|viale|piazza|corso|rua|travessa|ulica|ul|plac|aleja|náměstí|utca|út|trg|cesta|straat|laan|plein|kade|gade|vej|väg|vei|gata|gatan|katu|tie)\b|(?:stra(?:ß|ss)e|str|weg|platz|allee|gasse|damm|ufer|straat|laan|plein|gracht|kade|gade|vej|vägen|gatan|gata|veien|vei|katu|tie)\b/iu

const SIGN = /[^\p{L}\p{M}\p{N}\p{Cf}.'’)\uD800-\uDFFF]/u
