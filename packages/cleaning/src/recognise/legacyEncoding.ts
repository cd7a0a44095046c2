import type { Encoding, TextEncoding } from '../types.ts'

/** Read by the runtime's own tables, and found out by how often which letters follow each other. */
export type LegacyEncoding =
  | 'windows-1250'
  | 'windows-1251'
  | 'iso-8859-2'
  | 'iso-8859-5'
  | 'iso-8859-7'
  | 'koi8-r'
  | 'shift_jis'
  | 'euc-jp'
  | 'euc-kr'
  | 'gb18030'
  | 'big5'

const ENCODINGS: Record<LegacyEncoding, 'central' | 'other'> = {
  'windows-1250': 'central',
  'iso-8859-2': 'central',
  'windows-1251': 'other',
  'iso-8859-5': 'other',
  'iso-8859-7': 'other',
  'koi8-r': 'other',
  shift_jis: 'other',
  'euc-jp': 'other',
  'euc-kr': 'other',
  gb18030: 'other',
  big5: 'other',
}

export const isLegacyEncoding = (encoding: Encoding | string): encoding is LegacyEncoding =>
  Object.hasOwn(ENCODINGS, encoding)

const UNICODE = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', 'windows-1252']

export const isTextEncoding = (name: string): name is TextEncoding =>
  isLegacyEncoding(name) || UNICODE.includes(name)

const WESTERN = ['iso-8859-1', 'windows-1252']

/**
 * Which older encoding other than Windows-1252 the bytes are in, by the letters that follow each other. Western
 * Europe is left when it is as likely.
 */
export const legacyEncoding = async (head: Uint8Array): Promise<LegacyEncoding | undefined> => {
  const { default: chardet } = await import('chardet')
  const ranked = chardet
    .analyse(head)
    .map(({ name, confidence }) => ({ encoding: name.toLowerCase(), confidence }))
  const of = (wanted: (encoding: string) => boolean) => ranked.find(({ encoding }) => wanted(encoding))
  const best = of((encoding) => isLegacyEncoding(encoding) && decodes(head, encoding))
  if (!best || !isLegacyEncoding(best.encoding)) return undefined
  const western = of((encoding) => WESTERN.includes(encoding))?.confidence ?? 0
  const kind = ENCODINGS[best.encoding]
  // Words of other alphabets are high bytes throughout; Western ones have a few.
  const sure = kind === 'central' ? best.confidence >= 20 : inWords(head) && best.confidence >= 15
  return sure && best.confidence > western * 1.2 ? best.encoding : undefined
}

const inWords = (head: Uint8Array): boolean => {
  let high = 0
  let inRuns = 0
  let run = 0
  for (let i = 0; i <= head.length; i++) {
    if ((head[i] ?? 0) >= 0x80) {
      run++
      continue
    }
    high += run
    // In Shift-JIS, GB18030 and Big5 the second byte may be low.
    if (run >= 2) inRuns += run
    run = 0
  }
  return inRuns * 2 > high
}

const decodes = (head: Uint8Array, encoding: LegacyEncoding): boolean => {
  try {
    // A character cut in two by the end of the head waits for the rest.
    new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
