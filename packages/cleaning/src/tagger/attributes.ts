import type { Gazetteer } from './gazetteer.ts'

/** How a stretch of text uses capitals, without which a capital says nothing. */
export const MIXED_CASE = 0
export const NO_CAPITALS = 1
export const ALL_CAPITALS = 2

/** What is known of a word wherever it stands, each as a 32-bit hash. */
export type Attributes = {
  word: number
  shape: number
  /** What the lists say of it, with its shape. */
  kind: number
  /** Of the word itself, and for its neighbours at one and at two words' distance. */
  here: number[]
  near: number[]
  far: number[]
}

const LONGEST = 32

/** FNV-1a over UTF-16 code units, seeded by what kind of thing is hashed, then mixed. */
export const hashText = (seed: number, text: string): number => {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash, seed)
}

/** Two numbers to one, as MurmurHash3 ends. */
export const mix = (one: number, other: number): number => {
  let hash = one ^ Math.imul(other + 0x7f4a7c15, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const shapeOf = (word: string, casing: number): string => {
  let shape = ''
  let last = ''
  for (const character of word) {
    const lower = character.toLowerCase()
    const upper = character.toUpperCase()
    const one = /\p{Nd}/u.test(character)
      ? '0'
      : lower === upper
        ? /\p{L}/u.test(character)
          ? 'o'
          : character
        : character === upper
          ? 'X'
          : 'x'
    // Of numbers the length counts, of words only where capitals stand.
    if (one !== last || one === '0') shape += one
    last = one
  }
  const length = word.length < 4 ? String(word.length) : ''
  return `${casing}${shape.slice(0, 8)}${length}`
}

/** What a rule has found is known by its type alone. */
export const maskedAttributes = (type: string): Attributes => {
  const word = hashText(10, type)
  const all = [word]
  return { word, shape: word, kind: word, here: all, near: all, far: all }
}

/** `unknown` leaves the word's own identity out, as for a word that training never saw. */
export const attributesOf = (
  text: string,
  casing: number,
  gazetteer: Gazetteer,
  unknown = false,
): Attributes => {
  const written = text.length > LONGEST ? text.slice(0, LONGEST) : text
  const lower = written.toLowerCase().replace(/\p{Nd}/gu, '0')
  const flags = gazetteer.flagsOf(written.toLowerCase())
  const form = shapeOf(written, casing)
  const word = unknown ? hashText(9, form) : hashText(1, lower)
  const shape = hashText(2, form)
  const kind = mix(shape, flags)
  const lists: number[] = []
  for (let flag = 1; flag <= flags; flag *= 2) if (flags & flag) lists.push(hashText(7, String(flag)))
  const known = unknown ? [] : [word]
  const ending = hashText(3, lower.slice(-3))
  const here = [
    ...known,
    shape,
    kind,
    hashText(6, String(flags)),
    ending,
    hashText(4, lower.slice(-2)),
    hashText(5, lower.slice(0, 3)),
    ...lists,
  ]
  return { word, shape, kind, here, near: [...known, shape, kind, ending, ...lists], far: [...known, kind] }
}
