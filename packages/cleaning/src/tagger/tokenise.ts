import type { Span } from '../detect/detector.ts'

/** What stands between a token and the one before it. */
export const GLUED = 0
export const SPACED = 1
export const NEW_LINE = 2
export const NEW_PARAGRAPH = 3

/** A text cut into words, numbers and signs. Offsets are UTF-16 code units, ends exclusive. */
export type Tokens = {
  starts: number[]
  ends: number[]
  /** GLUED, SPACED, NEW_LINE or NEW_PARAGRAPH before each token. */
  gaps: number[]
  /** For a token that a rule has explained already, which one of the given spans; -1 for all others. */
  masks: number[]
}

const SPACE = 0
const LETTER = 1
const DIGIT = 2
const SIGN = 3
/** Accents, joiners and other characters that belong to what stands before them. */
const EXTEND = 4

const classOfCodePoint = (code: number): number => {
  const character = String.fromCodePoint(code)
  if (/\s/.test(character)) return SPACE
  if (/\p{L}/u.test(character)) return LETTER
  if (/\p{Nd}/u.test(character)) return DIGIT
  return /[\p{M}\p{Cf}]/u.test(character) ? EXTEND : SIGN
}

// The basic plane's classes, filled in as characters are met.
const UNSEEN = 255
const CLASSES = new Uint8Array(0x10000).fill(UNSEEN)

const classAt = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  if (unit >= 0xd800 && unit < 0xdc00) {
    const code = text.codePointAt(at) as number
    return code > 0xffff ? classOfCodePoint(code) : SIGN
  }
  let found = CLASSES[unit] as number
  if (found === UNSEEN) {
    found = unit >= 0xdc00 && unit < 0xe000 ? SIGN : classOfCodePoint(unit)
    CLASSES[unit] = found
  }
  return found
}

/** Runs of letters, runs of digits, and every other sign for itself; a masked span is one token whatever is in it. */
export const tokenise = (text: string, masked: readonly Span[]): Tokens => {
  const tokens: Tokens = { starts: [], ends: [], gaps: [], masks: [] }
  let gap = NEW_PARAGRAPH
  let lines = 0
  let mask = 0
  let at = 0
  const push = (start: number, end: number, masks: number) => {
    tokens.starts.push(start)
    tokens.ends.push(end)
    tokens.gaps.push(gap)
    tokens.masks.push(masks)
    gap = GLUED
    lines = 0
  }
  while (at < text.length) {
    const span = masked[mask]
    if (span && at >= span.start) {
      push(span.start, span.end, mask)
      at = span.end
      mask++
      continue
    }
    const end = span ? span.start : text.length
    const start = at
    const kind = classAt(text, at)
    at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1
    if (kind === SPACE) {
      if (text.charCodeAt(start) === 0x0a) lines++
      const wider = lines > 1 ? NEW_PARAGRAPH : lines === 1 ? NEW_LINE : SPACED
      if (tokens.starts.length > 0 && wider > gap) gap = wider
      continue
    }
    while (at < end) {
      const next = classAt(text, at)
      if (next !== EXTEND && (next !== kind || kind === SIGN)) break
      at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1
    }
    push(start, Math.min(at, end), -1)
  }
  return tokens
}
