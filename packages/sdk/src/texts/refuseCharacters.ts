import { UsufructError } from '../domain/errors.ts'

type Refused = { name: string; way: string }

/** What a reader cannot see but a hash covers, or what makes a reader see another order than the bytes have. */
const refused: [RegExp, Refused][] = [
  [/\uFEFF/u, { name: 'a byte order mark', way: 'Save it as UTF-8 without one.' }],
  [/\r/u, { name: 'a carriage return', way: 'Save it with line feeds alone (LF, not CRLF).' }],
  [/\0/u, { name: 'a NUL byte', way: 'Take it out.' }],
  [
    /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u,
    {
      name: 'a character that turns the direction of writing',
      way: 'Take it out: it can show readers other words than those that are signed.',
    },
  ],
  [
    /[\u00AD\u180E\u200B\u2060-\u2064\u206A-\u206F\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u,
    { name: 'an invisible character', way: 'Take it out: nobody can see what they sign.' },
  ],
  [/[\u2028\u2029\u0085]/u, { name: 'a line break that is not a line feed', way: 'Use a plain new line.' }],
  // Every control character but a tab and a line feed.
  [/[^\P{Cc}\t\n]/u, { name: 'a control character', way: 'Take it out.' }],
  [/\p{Surrogate}/u, { name: 'half of a character', way: 'Type the character anew.' }],
]

const codePoint = (text: string, index: number) =>
  `U+${(text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The first character of a text that must not stand in anything people sign; undefined if there is none. */
export const findRefusedCharacter = (
  text: string,
): (Refused & { index: number; codePoint: string }) | undefined => {
  let first: (Refused & { index: number; codePoint: string }) | undefined
  for (const [pattern, { name, way }] of refused) {
    const index = text.search(pattern)
    if (index >= 0 && (!first || index < first.index))
      first = { name, way, index, codePoint: codePoint(text, index) }
  }
  return first
}

/** Line and column of a place in a text, both from 1. */
export const placeOf = (text: string, index: number): { line: number; column: number } => {
  const before = text.slice(0, index)
  return { line: before.split('\n').length, column: index - (before.lastIndexOf('\n') + 1) + 1 }
}

/** @throws UsufructError `TEXT_INVALID` naming the character and where it stands */
export const refuseCharacters = (text: string): void => {
  const found = findRefusedCharacter(text)
  if (!found) return
  const { line, column } = placeOf(text, found.index)
  throw new UsufructError({
    code: 'TEXT_INVALID',
    message: `The text has ${found.name} (${found.codePoint}) in line ${line}, column ${column}.`,
    hint: found.way,
    details: { line, column, codePoint: found.codePoint },
  })
}
