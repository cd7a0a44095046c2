import { CleaningError } from '../errors.ts'
import type { TextEncoding } from '../types.ts'
import type { ByteSurvey } from './surveyBytes.ts'

export const detectEncoding = (survey: ByteSurvey): TextEncoding => {
  const [a, b, c, d] = survey.head
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    throw new CleaningError('INVALID_ENCODING', 'The file is UTF-32.', 'Save it as UTF-8.', {
      encoding: 'utf-32',
    })
  }
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'

  if (survey.firstNul >= 0) {
    const nuls = survey.nulAtEven + survey.nulAtOdd
    // Western text in UTF-16 has every other byte zero, and always the same one.
    const utf16 = nuls * 4 > survey.size && Math.max(survey.nulAtEven, survey.nulAtOdd) > nuls * 0.95
    throw new CleaningError(
      'BINARY_CONTENT',
      utf16
        ? 'The file looks like UTF-16 without a byte order mark.'
        : `The file is not text: there is a zero byte at offset ${survey.firstNul}.`,
      utf16 ? 'Save it as UTF-8.' : 'Export the data as CSV, JSONL or plain text.',
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
  if (isPlausible1252(survey)) return 'windows-1252'
  const byte = survey.invalidUtf8 < survey.head.length ? survey.head[survey.invalidUtf8] : undefined
  throw new CleaningError(
    'INVALID_ENCODING',
    `The bytes at offset ${survey.invalidUtf8} are not UTF-8, and the file does not read as Windows-1252 either.`,
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
