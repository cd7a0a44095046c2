/** Formats that are recognised in order to say what the file is and what to do with it. */
export type RefusedFormat = {
  name: string
  hint: string
  is: (head: Uint8Array) => boolean
  /** A signature made of letters means nothing in a file that is otherwise text: a column may be called ORCID. */
  isText?: true
}

const at =
  (offset: number, ...signature: (string | number)[]) =>
  (head: Uint8Array): boolean => {
    const bytes = signature.flatMap((part) =>
      typeof part === 'number' ? [part] : Array.from(part, (character) => character.charCodeAt(0)),
    )
    return bytes.every((byte, i) => head[offset + i] === byte)
  }

const includes = (head: Uint8Array, text: string): boolean =>
  new TextDecoder('latin1').decode(head.subarray(0, 8192)).includes(text)

const beginsWith = (pattern: RegExp) => (head: Uint8Array) =>
  pattern.test(new TextDecoder('latin1').decode(head.subarray(0, 1024)).replace(/^\u00ef\u00bb\u00bf/, ''))

const UNPACK = 'Unpack it and lend the files in it.'
const EXPORT = 'Export the data as CSV, JSONL or plain text.'
const zip = at(0, 'PK', 3, 4)

export const REFUSED_FORMATS: readonly RefusedFormat[] = [
  { name: 'Word document', hint: 'Save it as plain text.', is: (h) => zip(h) && includes(h, 'word/') },
  {
    name: 'OpenDocument file',
    hint: 'Save it as CSV or plain text.',
    is: (h) => zip(h) && includes(h, 'application/vnd.oasis'),
  },
  { name: 'Office document', hint: EXPORT, is: zip },
  { name: 'bzip2 file', hint: UNPACK, is: (h) => at(0, 'BZh')(h) && at(4, 0x31, 0x41, 0x59, 0x26)(h) },
  { name: 'xz file', hint: UNPACK, is: at(0, 0xfd, '7zXZ', 0) },
  { name: 'Zstandard file', hint: UNPACK, is: at(0, 0x28, 0xb5, 0x2f, 0xfd) },
  { name: 'LZ4 file', hint: UNPACK, is: at(0, 0x04, 0x22, 0x4d, 0x18) },
  { name: '7z archive', hint: UNPACK, is: at(0, '7z', 0xbc, 0xaf, 0x27, 0x1c) },
  { name: 'RAR archive', hint: UNPACK, is: at(0, 'Rar!', 0x1a, 7) },
  { name: 'Feather file', hint: EXPORT, is: at(0, 'FEA1') },
  { name: 'ORC file', hint: EXPORT, is: at(0, 'ORC') },
  { name: 'Avro file', hint: EXPORT, is: at(0, 'Obj', 1) },
  { name: 'HDF5 file', hint: EXPORT, is: at(0, 0x89, 'HDF') },
  { name: 'NumPy array', hint: EXPORT, is: at(0, 0x93, 'NUMPY') },
  { name: 'SQLite database', hint: EXPORT, is: at(0, 'SQLite format 3') },
  { name: 'old Office document', hint: 'Save it as CSV or plain text.', is: at(0, 0xd0, 0xcf, 0x11, 0xe0) },
  {
    name: 'PDF document',
    hint: 'Lend its text as a plain text file.',
    is: beginsWith(/^\s*%PDF-/),
    isText: true,
  },
  { name: 'RTF document', hint: 'Save it as plain text.', is: at(0, '{\\rtf'), isText: true },
  { name: 'PNG picture', hint: 'Pictures are not taken yet.', is: at(0, 0x89, 'PNG') },
  { name: 'JPEG picture', hint: 'Pictures are not taken yet.', is: at(0, 0xff, 0xd8, 0xff) },
  { name: 'GIF picture', hint: 'Pictures are not taken yet.', is: at(0, 'GIF8') },
  {
    name: 'TIFF picture',
    hint: 'Pictures are not taken yet.',
    is: (h) => at(0, 'II', 42, 0)(h) || at(0, 'MM', 0, 42)(h),
  },
  {
    name: 'WebP picture',
    hint: 'Pictures are not taken yet.',
    is: (h) => at(0, 'RIFF')(h) && at(8, 'WEBP')(h),
  },
  {
    name: 'sound or film',
    hint: 'Sound and film are not taken yet.',
    is: (h) => at(0, 'RIFF')(h) || at(4, 'ftyp')(h),
  },
  {
    name: 'sound',
    hint: 'Sound is not taken yet.',
    is: (h) => at(0, 'ID3')(h) || at(0, 'OggS')(h) || at(0, 'fLaC')(h),
  },
  {
    name: 'program',
    hint: 'Programs are not taken.',
    is: (h) => at(0, 0x7f, 'ELF')(h) || at(0, 0, 'asm')(h),
  },
  { name: 'Windows program', hint: 'Programs are not taken.', is: (h) => at(0, 'MZ')(h) && h.includes(0) },
  {
    name: 'encrypted file',
    hint: 'Lend the file as it was before it was encrypted.',
    is: (h) => at(0, 'age-encryption.org/')(h) || at(0, '-----BEGIN PGP MESSAGE')(h),
    isText: true,
  },
  { name: 'XML document', hint: EXPORT, is: beginsWith(/^\s*<\?xml\s/), isText: true },
]
