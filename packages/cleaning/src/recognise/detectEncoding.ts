import { CleaningError } from '../errors.ts'
import type { TextEncoding } from '../types.ts'
import { legacyEncoding } from './legacyEncoding.ts'
import type { ByteSurvey } from './surveyBytes.ts'

export const detectEncoding = async (survey: ByteSurvey): Promise<TextEncoding> => {
  const [a, b, c, d] = survey.head
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'

  if (survey.firstNul >= 0) {
    const unmarked = unmarkedUnicode(survey)
    if (unmarked) return unmarked
    throw new CleaningError(
      'BINARY_CONTENT',
      `The file is not text: there is a zero byte at offset ${survey.firstNul}.`,
      'Export the data as CSV, JSONL or plain text.',
      { offset: survey.firstNul },
    )
  }
  if (survey.controls * 10 > survey.size) {
    throw new CleaningError(
      'BINARY_CONTENT',
      `The file is not text: ${survey.controls} of its ${survey.size} bytes are control characters.`,
      'Export the data as CSV, JSONL or plain text.',
      { controls: survey.controls, size: survey.size },
    )
  }
  if (survey.invalidUtf8 < 0) return 'utf-8'
  const legacy = mayBeLegacy(survey) ? await legacyEncoding(survey.head) : undefined
  if (legacy) return legacy
  if (isPlausible1252(survey)) return 'windows-1252'
  const byte = survey.invalidUtf8 < survey.head.length ? survey.head[survey.invalidUtf8] : undefined
  throw new CleaningError(
    'INVALID_ENCODING',
    `The bytes at offset ${survey.invalidUtf8} are not UTF-8, and the file reads as no older encoding either.`,
    'Save it as UTF-8; if it was UTF-8, it was damaged at that place.',
    { offset: survey.invalidUtf8, ...(byte === undefined ? {} : { byte }) },
  )
}

/**
 * Every byte string is some Windows-1252, so the fallback asks for evidence: no undefined bytes, no sign that
 * it was UTF-8 and got damaged, and high bytes that are few and nearly all letters or common signs.
 */
const isPlausible1252 = (survey: ByteSurvey): boolean =>
  survey.undefined1252 === 0 &&
  survey.controls === 0 &&
  survey.multibyte * 4 < survey.highBytes &&
  survey.plausible1252 >= survey.highBytes * 0.95 &&
  survey.highBytes * 3 <= survey.size

// Whatever was UTF-8 once, or has control characters in it, is no text in an older encoding.
const mayBeLegacy = (survey: ByteSurvey): boolean =>
  survey.controls === 0 && survey.multibyte * 4 < survey.highBytes

/** Without its mark, Unicode of two or four bytes shows by where its zeros are. */
const unmarkedUnicode = ({ size, head, nulAtEven, nulAtOdd }: ByteSurvey): TextEncoding | undefined => {
  const nuls = nulAtEven + nulAtOdd
  if (size % 4 === 0 && nuls * 2 >= size) {
    const zeros = [0, 0, 0, 0]
    for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 4] = (zeros[i % 4] as number) + 1
    const units = head.length >> 2
    if (zeros[3] === units && zeros[2] === units) return 'utf-32le'
    if (zeros[0] === units && zeros[1] === units) return 'utf-32be'
  }
  // Western letters, digits and newlines have one zero each, always on the same side.
  if (size % 2 === 0 && nuls >= 4 && nuls * 10 > size && Math.max(nulAtEven, nulAtOdd) > nuls * 0.98)
    return nulAtOdd > nulAtEven ? 'utf-16le' : 'utf-16be'
  return undefined
}
