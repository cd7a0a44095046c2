import { describe, expect, it } from 'vitest'
import { CleaningError } from './errors.ts'
import { inspectFile } from './inspectFile.ts'
import { textSource } from './testing/textSource.ts'
import type { CleaningOptions, Inspection } from './types.ts'

const bytes = (...parts: (string | number | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)),
  )
const zeros = (n: number): number[] => new Array(n).fill(0)
const utf16 = (text: string, little: boolean): number[] =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).flatMap((unit) =>
    little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255],
  )
const small: CleaningOptions = {
  limits: { bytes: 2000, rows: 5, columns: 4, cellBytes: 50, recordBytes: 200, jsonDepth: 4 },
}

type Refused = [
  what: string,
  content: string | Uint8Array,
  code: string,
  details: object,
  options?: CleaningOptions,
  name?: string,
]

const REFUSED: Refused[] = [
  ['an empty file', '', 'EMPTY_FILE', {}],
  ['nothing but white space', ' \n\t\r\n ', 'NO_RECORDS', {}],
  ['nothing but a byte order mark', bytes([0xef, 0xbb, 0xbf]), 'NO_RECORDS', {}],
  ['a header alone', 'a,b,c\n', 'NO_RECORDS', {}],
  ['an empty array', '[]', 'NO_RECORDS', {}, {}, 'x.json'],
  ['the beginning of a zip', bytes('PK', [3, 4, 20, 0], zeros(40)), 'DAMAGED_FILE', { format: 'zip' }],
  ['an empty zip', bytes('PK', [5, 6], zeros(18)), 'NO_RECORDS', {}],
  ['the beginning of a gzip', bytes([0x1f, 0x8b, 8, 0], zeros(900)), 'DAMAGED_FILE', { format: 'gzip' }],
  [
    'bzip2',
    bytes('BZh9', [0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0x80]),
    'FORMAT_REFUSED',
    { format: 'bzip2 file' },
  ],
  ['xz', bytes([0xfd], '7zXZ', [0]), 'FORMAT_REFUSED', { format: 'xz file' }],
  ['Zstandard', bytes([0x28, 0xb5, 0x2f, 0xfd, 1]), 'FORMAT_REFUSED', { format: 'Zstandard file' }],
  ['7z', bytes('7z', [0xbc, 0xaf, 0x27, 0x1c]), 'FORMAT_REFUSED', { format: '7z archive' }],
  ['SQLite', bytes('SQLite format 3', [0]), 'FORMAT_REFUSED', { format: 'SQLite database' }],
  [
    'an old Excel file',
    bytes([0xd0, 0xcf, 0x11, 0xe0], zeros(8)),
    'FORMAT_REFUSED',
    { format: 'old Office document' },
  ],
  ['a PDF', '%PDF-1.7\n1 0 obj\n', 'FORMAT_REFUSED', { format: 'PDF document' }],
  ['a PDF that is also a CSV', '%PDF-1.4,b\n1,2\n3,4\n', 'FORMAT_REFUSED', { format: 'PDF document' }],
  ['a PNG', bytes([0x89], 'PNG\r\n', [0x1a, 10]), 'FORMAT_REFUSED', { format: 'PNG picture' }],
  ['a JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), 'FORMAT_REFUSED', { format: 'JPEG picture' }],
  ['a program', bytes([0x7f], 'ELF', [2, 1]), 'FORMAT_REFUSED', { format: 'program' }],
  [
    'XML with entities that laugh',
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]>',
    'FORMAT_REFUSED',
    { format: 'XML document' },
  ],
  [
    'an encrypted file',
    'age-encryption.org/v1\n-> X25519 abc\n',
    'FORMAT_REFUSED',
    { format: 'encrypted file' },
  ],
  ['one pretty JSON object', '{\n  "a": 1,\n  "b": 2\n}\n', 'FORMAT_REFUSED', { format: 'JSON object' }],
  ['GeoJSON of nothing', '{"type":"FeatureCollection","features":[]}', 'NO_RECORDS', {}],
  ['a zero byte in the middle', bytes('a,b\n1,2\n3,', [0], '\n'), 'BINARY_CONTENT', { offset: 10 }],
  [
    'UTF-32 with a character that is none',
    bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0, 0, 0, 0x11, 0]),
    'INVALID_ENCODING',
    { encoding: 'utf-32le', offset: 8 },
  ],
  ['control characters all over', bytes('a,b', [1, 2, 3, 4, 5]), 'BINARY_CONTENT', { controls: 5 }],
  [
    'UTF-8 damaged in one place',
    bytes('städte,größe\nköln,', [0xc3], ',x\nmünchen,ü\n'),
    'INVALID_ENCODING',
    { offset: 22, byte: 0xc3 },
  ],
  ['UTF-8 cut at the end', bytes('größe,süß,öl\nä,ö,', [0xe2, 0x82]), 'INVALID_ENCODING', { offset: 24 }],
  ['an overlong slash', bytes('grün,blau\nü,ö\n', [0xc0, 0xaf]), 'INVALID_ENCODING', {}],
  ['a surrogate in UTF-8', bytes('grün,blau\nü,ö\n', [0xed, 0xa0, 0x80]), 'INVALID_ENCODING', {}],
  [
    'random bytes without zeros',
    Uint8Array.from({ length: 400 }, (_, i) => 128 + ((i * 73) % 128)),
    'INVALID_ENCODING',
    { offset: 0 },
  ],
  [
    'half a pair in UTF-16',
    bytes([0xff, 0xfe], utf16('a,b\n1,', true), [0x3d, 0xd8], utf16('\n', true)),
    'INVALID_ENCODING',
    { offset: 14 },
  ],
  [
    'an odd byte at the end of UTF-16',
    bytes([0xfe, 0xff], utf16('a,b\n1,2\n', false), [0]),
    'INVALID_ENCODING',
    { offset: 18 },
  ],
  [
    'a zero character in UTF-16',
    bytes([0xff, 0xfe], utf16('a,b\n1,\u0000\n', true)),
    'BINARY_CONTENT',
    { offset: 14 },
  ],
  ['a quote that is never closed', 'a,b\n1,2\n"3,4\n5,6\n', 'UNCLOSED_QUOTE', { record: 3, field: 1 }],
  ['a column called __proto__', '__proto__,b\n1,2\n', 'RESERVED_COLUMN', { column: 1 }],
  ['too many bytes', 'a,b\n'.repeat(600), 'FILE_TOO_LARGE', { limit: 2000 }, small],
  ['too many rows', `a,b\n${'1,2\n'.repeat(6)}`, 'TOO_MANY_ROWS', { limit: 5 }, small],
  ['too many lines', '{"a":1}\n'.repeat(6), 'TOO_MANY_ROWS', { limit: 5 }, small],
  ['too many elements', `[${'{"a":1},'.repeat(6)}{}]`, 'TOO_MANY_ROWS', { limit: 5 }, small],
  ['too many paragraphs', 'hello there\n\n'.repeat(6), 'TOO_MANY_ROWS', { limit: 5 }, small, 'x.txt'],
  ['too many columns', 'a,b,c,d,e\n1,2,3,4,5\n', 'TOO_MANY_COLUMNS', { columns: 5 }, small],
  ['too many keys', '{"a":1,"b":2}\n{"c":1,"d":2,"e":3}\n', 'TOO_MANY_COLUMNS', { record: 2 }, small],
  ['a gigantic cell', `a,b\n1,${'x'.repeat(51)}\n`, 'CELL_TOO_LARGE', { record: 2, field: 2 }, small],
  [
    'a gigantic cell in many bytes',
    `a,b\n1,${'€'.repeat(17)}\n`,
    'CELL_TOO_LARGE',
    { record: 2, field: 2 },
    small,
  ],
  ['a gigantic value', `{"a":"${'x'.repeat(51)}"}\n`, 'CELL_TOO_LARGE', { record: 1, column: 'a' }, small],
  ['a gigantic paragraph', 'word '.repeat(30), 'CELL_TOO_LARGE', { limit: 50 }, small, 'x.txt'],
  ['an array that ends early', '[{"a":1},{"a":', 'INVALID_JSON', { element: 2 }, {}, 'x.json'],
  ['an array with something after it', '[{"a":1}] {"a":2}', 'INVALID_JSON', {}, {}, 'x.json'],
  ['an array with a comma too many', '[{"a":1},]', 'INVALID_JSON', {}, {}, 'x.json'],
  ['an array with a hole', '[{"a":1},,{"a":2}]', 'INVALID_JSON', {}, {}, 'x.json'],
]

describe('files that are refused', () => {
  it.each(REFUSED)('%s', async (_, content, code, details, options = {}, name = 'file.csv') => {
    const error = await inspectFile(textSource(content, name), options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(CleaningError)
    expect(error).toMatchObject({ code, details })
    expect((error as CleaningError).message).not.toBe('')
    expect((error as CleaningError).hint).not.toBe('')
  })

  it('a file that says it is larger than it may be is not even read', async () => {
    const unread = {
      name: 'x.csv',
      size: 3000,
      bytes: () => {
        throw new Error('read')
      },
    }
    await expect(inspectFile(unread, small)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
  })

  it('choices made for another file are refused', async () => {
    const source = textSource('a,b\nann@example.org,2\n')
    await expect(inspectFile(source, {}, { keep: ['r9c1:0-3:email'] })).rejects.toMatchObject({
      code: 'UNKNOWN_FINDING',
    })
    await expect(inspectFile(source, {}, { dropColumns: ['z'] })).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
    })
    await expect(inspectFile(source, {}, { keepIn: [{ column: 'z', type: 'ip' }] })).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
    })
  })
})

type Bent = [
  what: string,
  content: string | Uint8Array,
  expected: Partial<Inspection> | object,
  name?: string,
]

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

const BENT: Bent[] = [
  [
    'ragged rows',
    'a,b\n1,2\n3\n4,5,6\n7,8\n',
    {
      rows: 2,
      invalid: [
        { row: 2, reason: 'too-few-fields', values: ['3'] },
        { row: 3, reason: 'too-many-fields', values: ['4', '5', '6'] },
      ],
    },
  ],
  [
    'text after a quote',
    'a,b\n"1"x,2\n3,4\n',
    { rows: 1, invalid: [{ row: 1, reason: 'text-after-quote' }] },
  ],
  [
    'lines that are no JSON',
    '{"a":1}\n{"a":\n{"a":3}\n{a:1}\n{"a":4}',
    { rows: 3, counts: { invalid: 2 }, invalid: [{ row: 2, reason: 'not-json' }, { row: 4 }] },
  ],
  [
    'lines that are no objects',
    '{"a":1}\n[1,2]\n"x"\n{"a":2}\n{"a":3}\nnull',
    { rows: 3, invalid: [{ reason: 'not-an-object' }, {}, {}] },
  ],
  ['JSON at the depth limit', nested(32), { rows: 1 }, 'x.jsonl'],
  [
    'JSON beyond it',
    `{"a":1}\n${nested(33)}`,
    { rows: 1, invalid: [{ row: 2, reason: 'too-deep' }] },
    'x.jsonl',
  ],
  [
    'JSON a hundred thousand deep',
    `{"a":1}\n{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
    { rows: 1, invalid: [{ reason: 'too-deep' }] },
    'x.jsonl',
  ],
  [
    'a __proto__ key',
    '{"a":1}\n{"__proto__":{"admin":true},"a":2}\n{"a":{"__proto__":1}}',
    {
      rows: 1,
      invalid: [
        { row: 2, reason: 'reserved-key' },
        { row: 3, reason: 'reserved-key' },
      ],
    },
  ],
  [
    'a constructor key is a name like any other',
    '{"constructor":"Ferrari","toString":1}',
    { rows: 1, schema: [{ name: 'constructor' }, { name: 'toString' }] },
  ],
  [
    'half a surrogate pair',
    '{"a":"x"}\n{"a":"\\ud800"}\n{"\\udc00":1}\n{"a":["\\ud83d"]}',
    {
      rows: 1,
      invalid: [{ reason: 'lone-surrogate' }, { reason: 'lone-surrogate' }, { reason: 'lone-surrogate' }],
    },
  ],
  [
    'numbers JSON cannot hold',
    '{"a":1e999}\n{"a":-1e999}\n{"a":2}',
    { rows: 1, invalid: [{ row: 1, column: 'a', reason: 'not-finite' }, { row: 2 }] },
  ],
  [
    'cells that are not finite',
    'a,b\n1,x\nInfinity,x\n-inf,x\n1e999,x\nnan,x\nNaN,x\n',
    {
      rows: 2,
      invalid: [{ row: 2, column: 'a', reason: 'not-finite' }, { row: 3 }, { row: 4 }, { row: 5 }],
      schema: [{ name: 'a', type: 'integer', nullable: true }, {}],
    },
  ],
  [
    'column names twice and none',
    'a,a,,a_2\n1,2,3,4\n',
    { rows: 1, schema: [{ name: 'a' }, { name: 'a_2' }, { name: 'column_3' }, { name: 'a_2_2' }] },
  ],
  [
    'formulas',
    'a,b\n=cmd|calc,1\n@SUM(A1),2\n',
    { notes: [{ code: 'formula-characters', column: 'a', count: 2 }] },
  ],
  [
    'integers beyond 2^53',
    'id,n\n9007199254740993,1\n9007199254740992,2\n',
    { schema: [{ name: 'id', type: 'string' }, {}], notes: [{ code: 'large-integers', count: 1 }] },
  ],
  [
    'a long integer in JSON',
    '{"id":9007199254740993}\n{"id":9007199254740992}',
    { schema: [{ name: 'id', type: 'string' }] },
  ],
  ['a CSV called .jsonl', 'a,b\n1,2\n3,4\n', { format: 'csv', notes: [{ code: 'mislabelled' }] }, 'x.jsonl'],
  [
    'JSONL called .csv',
    '{"a":1,"b":2}\n{"a":1,"b":3}\n',
    { format: 'jsonl', notes: [{ code: 'mislabelled' }] },
  ],
  ['JSON called .txt', '[{"a":1},\n {"a":2}]', { format: 'json', rows: 2 }, 'x.txt'],
  ['prose called .csv', 'Once there was a penguin\nwho lived on an island.\n', { format: 'text' }, 'x.md'],
  [
    'letters with commas',
    'Dear Ann, how have you been lately\nI am well, thank you for asking\n',
    { format: 'text', rows: 1 },
    'letter',
  ],
  [
    'Windows-1252',
    bytes('stadt,gr', [0xf6], [0xdf], 'e\nK', [0xf6], 'ln,12 ', [0x80], '\nBonn,3 ', [0x80], '\n'),
    { encoding: 'windows-1252', rows: 2, schema: [{ name: 'stadt' }, { name: 'größe' }] },
  ],
  [
    'UTF-16 without its mark',
    bytes(utf16('a,b\n1,2\n3,4\n', true)),
    { encoding: 'utf-16le', rows: 2, schema: [{ name: 'a' }, { name: 'b' }] },
  ],
  ['UTF-16 little-endian', bytes([0xff, 0xfe], utf16('a,b\nü,2\n', true)), { encoding: 'utf-16le', rows: 1 }],
  ['UTF-16 big-endian', bytes([0xfe, 0xff], utf16('a;b\n😀;2\n', false)), { encoding: 'utf-16be', rows: 1 }],
  ['a byte order mark', '\ufeffa,b\n1,2\n', { schema: [{ name: 'a' }, { name: 'b' }] }],
  [
    'the separator line of Excel',
    'sep=;\r\na;b\r\n1;2\r\n',
    { rows: 1, schema: [{ name: 'a' }, { name: 'b' }] },
  ],
  ['old Mac line endings', 'a,b\r1,2\r3,4\r', { rows: 2 }],
  ['blank lines', '\n\na,b\n\n1,2\n\n\n3,4\n\n', { rows: 2, counts: { invalid: 0 } }],
  [
    'row names of R',
    'x\ty\n1\t2\t3\n4\t5\t6\n',
    { rows: 2, schema: [{ name: 'row_name' }, { name: 'x' }, { name: 'y' }] },
    'x.tsv',
  ],
  [
    'no header',
    'ann@example.org,39.1,181\nbob@example.org,18.7,195\n',
    { rows: 2, schema: [{ name: 'column_1' }, { name: 'column_2' }, { name: 'column_3' }] },
  ],
  [
    'years as column names',
    'country,1960,1970\nPeru,1.5,2\nChile,3,4\n',
    { schema: [{ name: 'country' }, { name: '1960' }, { name: '1970' }] },
  ],
  [
    'an address as a column name',
    'when,ann@example.org\nmonday,yes\n',
    { schema: [{ name: 'when' }, { name: '[email]' }], findings: [{ where: { row: 0, start: 0, end: 15 } }] },
  ],
  ['a signature of letters in plain text', 'ORCID,name\n1,x\n2,y\n', { rows: 2 }],
  [
    'decimal commas',
    'a;b\n1,25;x\n2,5;y\n',
    { schema: [{ name: 'a', type: 'number', min: 1.25, max: 2.5 }, {}] },
  ],
  ['commas that may be thousands', 'a;b\n1,250;x\n2,500;y\n', { schema: [{ type: 'string' }, {}] }],
  ['leading zeros', 'zip,b\n01234,x\n99999,y\n', { schema: [{ name: 'zip', type: 'string' }, {}] }],
  ['days that do not exist', 'd,b\n2007-02-30,x\n2007-02-28,y\n', { schema: [{ type: 'string' }, {}] }],
]

describe('files that are bent but usable', () => {
  it.each(BENT)('%s', async (_, content, expected, name = 'file.csv') => {
    expect(await inspectFile(textSource(content, name))).toMatchObject(expected)
  })
})
