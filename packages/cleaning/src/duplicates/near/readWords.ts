import { mix32 } from './mix32.ts'

// What a character is to a word.
const APART = 0
const PART = 1
/** A word by itself, in scripts that part no words by spaces. */
const ALONE = 2
/** Seen by nobody: soft hyphens, joiners, variation selectors. They neither part words nor tell them apart. */
const UNSEEN = 3

const isUnseen = /^\p{Default_Ignorable_Code_Point}$/u
const isAlone =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]$/u
const isPart = /^[\p{L}\p{M}\p{N}]$/u

const classOf = (character: string): number => {
  if (isUnseen.test(character)) return UNSEEN
  if (!isPart.test(character)) return APART
  return isAlone.test(character) ? ALONE : PART
}

/** Classes of the Basic Multilingual Plane, 256 characters at a time as they are met, and of what is beyond. */
const pages: (Uint8Array | undefined)[] = []
const beyond = new Map<number, number>()

const pageOf = (code: number): Uint8Array => {
  const known = pages[code >>> 8]
  if (known) return known
  const first = code & 0xff00
  const page = Uint8Array.from({ length: 256 }, (_, i) => classOf(String.fromCharCode(first + i)))
  pages[code >>> 8] = page
  return page
}

const classBeyond = (code: number): number => {
  const known = beyond.get(code)
  if (known !== undefined) return known
  const found = classOf(String.fromCodePoint(code))
  if (beyond.size < 100_000) beyond.set(code, found)
  return found
}

/** ASCII letters and digits as lower case; 0 for what parts words. */
const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return /[a-z0-9]/i.test(character) ? character.toLowerCase().charCodeAt(0) : 0
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/** Compatibility forms and case folded. Upper case first, since one small letter can have a capital of two (ß, SS). */
const fold = (text: string): string => text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')

// As a signed word: one beyond 31 bits would make a loop over it count in floats.
const START = 0x811c9dc5 | 0
const STEP = 0x01000193

/**
 * Reads the words of texts as 32-bit hashes (FNV-1a over UTF-16 code units, mixed). A word is a run of letters, marks
 * and digits after compatibility and case were folded; in scripts without spaces between words every character is
 * one. What a runtime's Unicode version does not know yet parts words, as punctuation does.
 */
export const createWordReader = () => {
  let words = new Uint32Array(1024)

  const readAscii = (text: string, into: Uint32Array): number => {
    let count = 0
    let hash = START
    for (let i = 0; i < text.length; i++) {
      const letter = ascii[text.charCodeAt(i)] as number
      if (letter !== 0) hash = Math.imul(hash ^ letter, STEP)
      else if (hash !== START) {
        into[count++] = mix32(hash)
        hash = START
      }
    }
    if (hash !== START) into[count++] = mix32(hash)
    return count
  }

  const readAny = (text: string, into: Uint32Array): number => {
    let count = 0
    let hash = START
    let open = false
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      let low = 0
      let kind: number
      if (unit >= 0xd800 && unit < 0xdc00) {
        const code = text.codePointAt(i) as number
        kind = code > 0xffff ? classBeyond(code) : APART
        if (code > 0xffff) low = text.charCodeAt(++i)
      } else kind = pageOf(unit)[unit & 0xff] as number
      if (kind === UNSEEN) continue
      if (open && kind !== PART) {
        into[count++] = mix32(hash)
        open = false
      }
      if (kind === APART) continue
      if (!open) hash = START
      hash = Math.imul(hash ^ unit, STEP)
      if (low !== 0) hash = Math.imul(hash ^ low, STEP)
      if (kind === ALONE) into[count++] = mix32(hash)
      else open = true
    }
    if (open) into[count++] = mix32(hash)
    return count
  }

  const room = (length: number): Uint32Array => {
    if (words.length < length) words = new Uint32Array(2 ** Math.ceil(Math.log2(length)))
    return words
  }

  return {
    /** The words of one text, in order, in memory that the next call uses again. */
    read(text: string): Uint32Array {
      const isAscii = ASCII.test(text)
      const folded = isAscii ? text : fold(text)
      const into = room(folded.length)
      return into.subarray(0, isAscii ? readAscii(folded, into) : readAny(folded, into))
    },
  }
}
