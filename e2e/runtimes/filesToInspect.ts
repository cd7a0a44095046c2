import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ARCHIVES } from '@usufruct/cleaning/hostile/archives'
import { arrowOf, gzipOf, parquetOf, utf8, xlsxOf } from '@usufruct/cleaning/hostile/build'
import { TABLES } from '@usufruct/cleaning/hostile/tables'
import { TEXTS } from '@usufruct/cleaning/hostile/texts'
import { WORKBOOKS } from '@usufruct/cleaning/hostile/workbooks'
import { encodePicture } from '@usufruct/cleaning/pictures/codecs/encodePicture'
import {
  cameraExif,
  drawFace,
  encodeHills,
  jpegSegment,
  withSegments,
} from '@usufruct/cleaning/testing/pictures'
import type { CleaningOptions, TextEncoding } from '@usufruct/cleaning/types'
import { root } from '../stack/startStack.ts'

/** What can be read from a file again: bytes, and options that are JSON. */
export type FileToInspect = { what: string; name: string; bytes: Uint8Array; options?: CleaningOptions }

/** Where engines of different years know different letters, cases and foldings. */
const SENTENCES = [
  'Η Ελένη Παππά γράφει από την Αθήνα· τηλ. +30 210 123 4567.',
  'Ирина Соколова живёт в Казани, телефон +7 495 123-45-67.',
  '山田太郎は東京に住んでいます。電話は03-1234-5678です。',
  'كتب أحمد من القاهرة إلى 12 شارع النيل في ٢٠٢٤.',
  'İstanbul’dan Işıl; STRASSE, straße, ﬁne, Å and Å, ǅ, ΌΣΟΣ.',
  // Assigned in Unicode 15.1, 16 and 17: nothing at all to an engine that is older.
  'Then \u{2EBF0}\u{2EBF1} \u{10D4A}\u{10D4B} \u{1E5D0}\u{1E5D1} \u{16D40} \u{10940}\u{10941} \u{1FAE9} \u{1FACD} came.',
  'Zero\u200bwidth, \u202eright to left\u202c, \ufffd and 👩‍👩‍👧 in 🇪🇺.',
]

const NUMBERS = '0.1 1e21 -0 1e-7 123456789012345680000 0.30000000000000004 5e-324 1e308 -2.5 0.000001'.split(
  ' ',
)

const LEGACY: readonly TextEncoding[] = ['windows-1251', 'shift_jis', 'gb18030', 'big5', 'euc-kr', 'koi8-r']

const texts = (): FileToInspect[] => [
  ...SENTENCES.map((text, i) => ({
    what: `sentence ${i + 1}`,
    name: `${i + 1}.md`,
    bytes: utf8(`# ${text}\n\n${text}\n`),
  })),
  {
    what: 'sentences in a column',
    name: 'sentences.csv',
    bytes: utf8(`said\n${SENTENCES.map((text) => `"${text}"`).join('\n')}\n`),
  },
  { what: 'numbers', name: 'numbers.csv', bytes: utf8(`n\n${NUMBERS.join('\n')}\n`) },
  { what: 'numbers of JSON', name: 'numbers.json', bytes: utf8(`[${NUMBERS.map((n) => `{"n":${n}}`)}]`) },
]

/** Bytes that are text of some kind in each of these encodings, with some that are not. */
const legacy = (): FileToInspect[] =>
  LEGACY.map((encoding, seed) => ({
    what: `bytes that are said to be ${encoding}`,
    name: 'legacy.csv',
    bytes: Uint8Array.from({ length: 3_000 }, (_, i) => {
      if (i % 40 === 39) return 0x0a
      if (i % 8 === 7) return 0x2c
      return i % 2 === 0 ? 0xb0 + ((i * 7 + seed) % 0x40) : 0xa1 + ((i * 5 + seed) % 0x5e)
    }),
    options: { encoding },
  }))

const pictures = async (): Promise<FileToInspect[]> => {
  const jpeg = await encodeHills('jpeg', 160, 120)
  const turned = jpegSegment(
    0xe1,
    'Exif\0\0',
    cameraExif({ artist: 'Ann', serial: 'SN1', degrees: 48, orientation: 6 }),
  )
  return [
    { what: 'a PNG', name: 'hills.png', bytes: await encodeHills('png', 160, 120) },
    { what: 'a WebP', name: 'hills.webp', bytes: await encodeHills('webp', 160, 120) },
    { what: 'a JPEG, turned', name: 'hills.jpg', bytes: withSegments(jpeg, turned) },
    {
      what: 'a face',
      name: 'face.jpg',
      bytes: await encodePicture('jpeg', drawFace(240, 240, 60, 50, 120)),
    },
  ]
}

const samples = async (folder: string): Promise<FileToInspect[]> =>
  Promise.all(
    (await readdir(join(root, 'samples', folder))).sort().map(async (name) => ({
      what: `the sample ${name}`,
      name,
      bytes: new Uint8Array(await readFile(join(root, 'samples', folder, name))),
    })),
  )

/** Whole files of every kind, and everything that is hostile or broken. */
export const filesToInspect = async (): Promise<FileToInspect[]> => [
  ...(await samples('penguins')),
  ...(await samples('try-it')),
  ...texts(),
  ...legacy(),
  ...(await pictures()),
  { what: 'Parquet', name: 'a.parquet', bytes: parquetOf() },
  { what: 'Arrow', name: 'a.arrow', bytes: arrowOf('file') },
  { what: 'Excel', name: 'a.xlsx', bytes: xlsxOf() },
  { what: 'gzip', name: 'a.csv.gz', bytes: gzipOf(utf8('name,n\nAnn,1\nBob,2\n')) },
  ...[...ARCHIVES, ...TABLES, ...TEXTS, ...WORKBOOKS].map(({ what, bytes, name = 'file', options }) => ({
    what,
    name,
    bytes,
    ...(options && { options }),
  })),
]
