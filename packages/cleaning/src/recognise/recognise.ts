import { decodeText } from '../decodeText.ts'
import { CleaningError } from '../errors.ts'
import type { ByteFormat, ByteSource, Format, Head, TextFormat } from '../formats/format.ts'
import { BYTE_FORMATS, TEXT_FORMATS } from '../formats/formats.ts'
import type { Note, TextEncoding } from '../types.ts'
import { detectEncoding } from './detectEncoding.ts'
import { REFUSED_FORMATS } from './refusedFormats.ts'
import type { ByteSurvey } from './surveyBytes.ts'

export type Recognised = { notes: Note[] } & (
  | { format: TextFormat; encoding: TextEncoding; head: Head }
  | { format: ByteFormat; encoding: 'binary'; head?: undefined }
)

/** What a file is, by its content. Its name only breaks ties, and is put right in a note. */
export const recognise = async (
  name: string,
  survey: ByteSurvey,
  source: ByteSource,
  told?: TextEncoding,
): Promise<Recognised> => {
  if (survey.size === 0) {
    throw new CleaningError('EMPTY_FILE', 'The file is empty.', 'Lend a file that has at least one record.')
  }
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  for (const candidate of BYTE_FORMATS) {
    if (await candidate.recognise(survey.head, source))
      return { format: candidate, encoding: 'binary', notes: mislabelled(extension, candidate) }
  }
  refuseForeign(survey.head)
  const encoding = told ?? (await detectEncoding(survey))
  const head: Head = {
    text: await decodeHead(survey.head, encoding),
    whole: survey.size === survey.head.length,
    extension,
  }
  if (head.text.trim() === '') {
    throw new CleaningError(
      'NO_RECORDS',
      'The file holds nothing but white space.',
      'Lend a file with records in it.',
    )
  }
  let format: TextFormat | undefined
  let surest = 0
  for (const candidate of TEXT_FORMATS) {
    const confidence = candidate.recognise(head)
    if (confidence > surest) [format, surest] = [candidate, confidence]
  }
  if (!format) {
    throw new CleaningError(
      'FORMAT_UNKNOWN',
      'The format of the file is not known.',
      'Export the data as CSV, JSONL or plain text.',
      {},
    )
  }
  return { format, encoding, head, notes: mislabelled(extension, format) }
}

const refuseForeign = (head: Uint8Array) => {
  const binary = head.some((byte) => byte >= 0x80 || byte < 0x09 || (byte > 0x0d && byte < 0x20))
  const refused = REFUSED_FORMATS.find((format) => (binary || format.isText) && format.is(head))
  if (!refused) return
  throw new CleaningError(
    'FORMAT_REFUSED',
    `The file is a ${refused.name}, whatever its name says.`,
    refused.hint,
    { format: refused.name },
  )
}

const decodeHead = async (head: Uint8Array, encoding: TextEncoding): Promise<string> => {
  let text = ''
  try {
    for await (const piece of decodeText(one(head), encoding)) text += piece
  } catch (error) {
    // A character cut in two by the end of the head; the decoder meets the whole file later.
    if (text === '') throw error
  }
  return text
}

async function* one(block: Uint8Array): AsyncGenerator<Uint8Array> {
  yield block
}

const mislabelled = (extension: string, format: Format): Note[] => {
  const claimed = [...BYTE_FORMATS, ...TEXT_FORMATS].find((candidate) =>
    candidate.extensions.includes(extension),
  )
  if (!claimed || claimed === format) return []
  return [{ code: 'mislabelled', text: `The name ends in .${extension}, but the content is ${format.name}.` }]
}
