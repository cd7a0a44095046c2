/** A text as detectors read it, and where each of its units stands in the text as written; no map where none moved. */
export type Folded = { text: string; places: Uint32Array | undefined }

// Soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks, variation selectors.
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself, since the text is walked unit by unit
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/
const FOLDED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself, and only whether one is there counts
  /[\u00ad\u034f\u0600-\u06ff\u0900-\u0e7f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u206f\u2212\ufe00-\ufe0f\ufe63\ufeff\uff01-\uff5e]/
const DASH = /[\u2010-\u2015\u2212\ufe63]/

// Every digit that Unicode knows in the basic plane, by the zero of its script.
const ZEROS = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50]

const asciiOf = (unit: number): string | undefined => {
  if (unit >= 0xff01 && unit <= 0xff5e) return String.fromCharCode(unit - 0xfee0)
  const zero = ZEROS.find((first) => unit >= first && unit < first + 10)
  return zero === undefined ? undefined : String.fromCharCode(0x30 + unit - zero)
}

/**
 * Numbers hide behind characters nobody sees, and behind other scripts' digits: what cannot be seen is taken out,
 * and digits, full-width forms and dashes become those of ASCII.
 */
export const foldText = (text: string): Folded => {
  if (!FOLDED.test(text)) return { text, places: undefined }
  const places = new Uint32Array(text.length + 1)
  const parts: string[] = []
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    if (INVISIBLE.test(character)) continue
    places[length++] = at
    parts.push(DASH.test(character) ? '-' : (asciiOf(character.charCodeAt(0)) ?? character))
  }
  places[length] = text.length
  return { text: parts.join(''), places }
}
