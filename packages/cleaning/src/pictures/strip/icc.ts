import { concatBytes, equalBytes, fromLatin1, latin1, viewOf } from './bytes.ts'

const HEADER = 128
const MOST_TAGS = 100
const MOST_CURVE = 4_096
const KEPT = ['bkpt', 'wtpt', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC', 'kTRC', 'chad']
const PARAMETERS = [1, 3, 4, 5, 7]

/**
 * A colour profile with its numbers and without its words: names, dates, makers, serial numbers and copyright
 * lines go, primaries and curves stay, so that the picture keeps its colours (ICC.1:2022, 7.2 and 9.2). Profiles
 * that are more than primaries and curves are given up, as null: a table of colours has room for anything.
 */
export const rebuildProfile = (profile: Uint8Array): { profile: Uint8Array; changed: boolean } | null => {
  if (profile.length < HEADER + 4 || latin1(profile, 36, 40) !== 'acsp') return null
  const view = viewOf(profile)
  const space = latin1(profile, 16, 20)
  const count = view.getUint32(HEADER)
  if ((space !== 'RGB ' && space !== 'GRAY') || count > MOST_TAGS) return null
  if (HEADER + 4 + 12 * count > profile.length) return null
  const tags = new Map<string, Uint8Array>()
  for (let i = 0; i < count; i++) {
    const at = HEADER + 4 + 12 * i
    const name = latin1(profile, at, at + 4)
    if (!KEPT.includes(name)) continue
    const from = view.getUint32(at + 4)
    const numbers = numbersOf(profile.subarray(from, from + view.getUint32(at + 8)))
    if (numbers) tags.set(name, numbers)
  }
  const needed = space === 'GRAY' ? ['kTRC'] : ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC']
  if (!needed.every((name) => tags.has(name))) return null
  const v4 = (profile[8] as number) >= 4
  tags.set('desc', v4 ? localized('Colours') : described('Colours'))
  tags.set('cprt', v4 ? localized('None') : fromLatin1('text\0\0\0\0None\0'))
  const rebuilt = assemble(profile, tags)
  return { profile: rebuilt, changed: !equalBytes(rebuilt, profile) }
}

/** The value of a tag if it is numbers of a known shape and nothing after them. */
const numbersOf = (tag: Uint8Array): Uint8Array | undefined => {
  const view = viewOf(tag)
  const type = latin1(tag, 0, 4)
  let size = 0
  if (type === 'XYZ ') size = 20
  else if (type === 'sf32') size = 44
  else if (type === 'curv' && tag.length >= 12) {
    const entries = view.getUint32(8)
    size = entries > MOST_CURVE ? 0 : 12 + 2 * entries
  } else if (type === 'para' && tag.length >= 12) {
    const parameters = PARAMETERS[view.getUint16(8)]
    size = parameters === undefined ? 0 : 12 + 4 * parameters
  }
  if (size === 0 || tag.length < size) return undefined
  const numbers = tag.slice(0, size)
  numbers.fill(0, 4, 8)
  if (type === 'para') numbers.fill(0, 10, 12)
  return numbers
}

const assemble = (original: Uint8Array, tags: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const names = [...tags.keys()].sort()
  const head = new Uint8Array(HEADER + 4 + 12 * names.length)
  // Version, class, colour space, connection space; signature; intent and illuminant.
  for (const [from, to] of [
    [8, 24],
    [36, 40],
    [64, 80],
  ] as const) {
    head.set(original.subarray(from, to), from)
  }
  const view = viewOf(head)
  view.setUint32(HEADER, names.length)
  const parts = [head]
  let at = head.length
  names.forEach((name, i) => {
    const value = tags.get(name) as Uint8Array
    head.set(fromLatin1(name), HEADER + 4 + 12 * i)
    view.setUint32(HEADER + 8 + 12 * i, at)
    view.setUint32(HEADER + 12 + 12 * i, value.length)
    const padded = new Uint8Array((value.length + 3) & ~3)
    padded.set(value)
    parts.push(padded)
    at += padded.length
  })
  view.setUint32(0, at)
  return concatBytes(parts)
}

/** A multiLocalizedUnicodeType with one English text. */
const localized = (text: string): Uint8Array => {
  const value = new Uint8Array(28 + 2 * text.length)
  const view = viewOf(value)
  value.set(fromLatin1('mluc'))
  view.setUint32(8, 1)
  view.setUint32(12, 12)
  value.set(fromLatin1('enUS'), 16)
  view.setUint32(20, 2 * text.length)
  view.setUint32(24, 28)
  for (let i = 0; i < text.length; i++) view.setUint16(28 + 2 * i, text.charCodeAt(i))
  return value
}

/** A textDescriptionType of version 2, with its empty Unicode and Macintosh halves. */
const described = (text: string): Uint8Array => {
  const value = new Uint8Array(12 + text.length + 1 + 8 + 3 + 67)
  value.set(fromLatin1('desc'))
  viewOf(value).setUint32(8, text.length + 1)
  value.set(fromLatin1(text), 12)
  return value
}
