import { UsufructError } from '../domain/errors.ts'

/** Bytes to text, or a refusal: what is not UTF-8 would be mended in silence, and then its hash is another's. The
 * byte order mark stays, for `parseText` to refuse.
 * @throws UsufructError `TEXT_INVALID` */
export const decodeText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new UsufructError({
      code: 'TEXT_INVALID',
      message: 'The text is not UTF-8.',
      hint: 'Save it as UTF-8 without a byte order mark.',
      cause,
    })
  }
}
