import { arrowOf, joined, le, parquetOf, patched, utf8 } from './build.ts'
import { cuts, type HostileCase, hostile } from './hostileCase.ts'

const parquet = parquetOf()
const stream = arrowOf('stream')
const file = arrowOf('file')
const footer = new DataView(parquet.buffer, parquet.byteOffset).getUint32(parquet.length - 8, true)

/** A Parquet file with nothing but a description. */
const described = (description: number[]): Uint8Array =>
  joined('PAR1', description, le(description.length, 4), 'PAR1')

// Thrift's compact protocol: field heads are (delta << 4 | type).
const I32 = 0x15
const LIST = 0x19
const BINARY = 0x18
const bigint = (bytes: number): number[] => [...new Array<number>(bytes).fill(0xff), 0x01]

/** A flatbuffer message of a kind, whose tables are as given. */
const message = (metadata: number[], body: number[] = []): Uint8Array =>
  joined([0xff, 0xff, 0xff, 0xff], le(metadata.length, 4), metadata, body)

const noise = (length: number, seed: number): number[] =>
  Array.from({ length }, (_, i) => ((i + seed) * 2_654_435_761) % 251)

const everyByte = (bytes: Uint8Array, from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + Math.floor((i * (bytes.length - from)) / count))

/** Parquet and Arrow. */
export const TABLES: HostileCase[] = [
  ...cuts('Parquet', parquet, [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99], 'DAMAGED_FILE'),
  hostile('Parquet of its name alone', utf8('PAR1'), 'DAMAGED_FILE'),
  hostile('Parquet of its name twice', utf8('PAR1PAR1'), 'DAMAGED_FILE'),
  hostile('Parquet with nothing between', described([]), 'DAMAGED_FILE'),
  hostile(
    'Parquet with a description longer than the file',
    patched(parquet, -8, le(0x7fffffff, 4)),
    'DAMAGED_FILE',
  ),
  hostile(
    'Parquet with a description of four thousand million bytes',
    patched(parquet, -8, le(0xffffffff, 4)),
    'DAMAGED_FILE',
  ),
  hostile('Parquet with a description of no bytes', patched(parquet, -8, le(0, 4)), 'DAMAGED_FILE'),
  hostile(
    'Parquet with a description that begins too late',
    patched(parquet, -8, le(footer - 7, 4)),
    'DAMAGED_FILE',
  ),
  hostile('Parquet with a number that never ends', described([I32, ...bigint(4000), 0]), 'DAMAGED_FILE'),
  hostile(
    'Parquet with a list of two thousand million',
    described([I32, 2, LIST, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0]),
    'DAMAGED_FILE',
  ),
  hostile(
    'Parquet with lists in lists in lists',
    described([LIST, ...new Array<number>(500).fill(0x19), 0]),
    'DAMAGED_FILE',
  ),
  hostile(
    'Parquet with structs in structs in structs',
    described([...new Array<number>(100_000).fill(0x1c), 0]),
    'DAMAGED_FILE',
  ),
  hostile(
    'Parquet with a text of four thousand million bytes',
    described([BINARY, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
    'DAMAGED_FILE',
  ),
  hostile('Parquet with a type that there is not', described([0x1d, 1, 0]), 'DAMAGED_FILE'),
  hostile('Parquet without columns', described([I32, 2, 0]), 'DAMAGED_FILE'),
  hostile('Parquet of noise', joined('PAR1', noise(300, 7), le(200, 4), 'PAR1'), 'DAMAGED_FILE'),
  hostile('Parquet with an encrypted footer', patched(parquet, -4, [...utf8('PARE')]), 'DAMAGED_FILE'),
  hostile('Parquet that is also a CSV', utf8('PAR1,b\n1,2\n3,4\n'), 'DAMAGED_FILE'),
  hostile('Parquet with pages of noise', patched(parquet, 4, noise(120, 3)), 'DAMAGED_FILE'),
  hostile('Parquet with pages of zeros', patched(parquet, 4, new Array<number>(120).fill(0)), 'DAMAGED_FILE'),
  hostile(
    'Parquet with pages of ones',
    patched(parquet, 4, new Array<number>(120).fill(0xff)),
    'DAMAGED_FILE',
  ),
  hostile('Parquet of more rows than may be', parquet, 'TOO_MANY_ROWS', {
    options: { limits: { rows: 39 } },
  }),
  hostile('Parquet of more columns than may be', parquet, 'TOO_MANY_COLUMNS', {
    options: { limits: { columns: 4 } },
  }),
  hostile('Parquet with a text longer than may be', parquet, 'CELL_TOO_LARGE', {
    options: { limits: { cellBytes: 6 } },
  }),
  hostile(
    'Parquet called .csv',
    parquet,
    {
      format: 'parquet',
      rows: 40,
      notes: [{ code: 'mislabelled' }, {}],
    },
    { name: 'x.csv' },
  ),
  ...cuts('an Arrow stream', stream, [0.05, 0.2, 0.4, 0.6, 0.8], 'DAMAGED_FILE'),
  ...cuts('an Arrow file', file, [0.05, 0.2, 0.4, 0.6], 'DAMAGED_FILE'),
  hostile('Arrow of its name alone', utf8('ARROW1'), 'DAMAGED_FILE'),
  hostile('Arrow of its name twice', utf8('ARROW1\0\0ARROW1'), 'DAMAGED_FILE'),
  hostile(
    'Arrow with a message of two thousand million bytes',
    joined('ARROW1\0\0', [0xff, 0xff, 0xff, 0xff], le(0x7fffffff, 4)),
    'DAMAGED_FILE',
  ),
  hostile(
    'Arrow with a message of fewer than no bytes',
    joined('ARROW1\0\0', [0xff, 0xff, 0xff, 0xff], le(0x80000000, 4)),
    'DAMAGED_FILE',
  ),
  hostile(
    'Arrow with a message of zeros',
    joined('ARROW1\0\0', message(new Array<number>(64).fill(0))),
    'DAMAGED_FILE',
  ),
  hostile(
    'Arrow with a message of ones',
    joined('ARROW1\0\0', message(new Array<number>(64).fill(0xff))),
    'DAMAGED_FILE',
  ),
  hostile(
    'Arrow with a message that points to itself',
    joined('ARROW1\0\0', message([...le(4, 4), ...le(0, 4), ...new Array<number>(56).fill(4)])),
    'DAMAGED_FILE',
  ),
  hostile('Arrow with a message of noise', joined('ARROW1\0\0', message(noise(128, 9))), 'DAMAGED_FILE'),
  hostile(
    'Arrow that ends at once',
    joined('ARROW1\0\0', [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
    'DAMAGED_FILE',
  ),
  hostile(
    'Arrow of columns alone',
    stream.slice(0, 8 + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true)),
    'NO_RECORDS',
  ),
  hostile(
    'Arrow without columns',
    stream.slice(8 + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true)),
    'DAMAGED_FILE',
  ),
  hostile('Arrow of more rows than may be', stream, 'TOO_MANY_ROWS', {
    options: { limits: { rows: 19, listed: 10 } },
  }),
  hostile('Arrow of more columns than may be', stream, 'TOO_MANY_COLUMNS', {
    options: { limits: { columns: 3 } },
  }),
  hostile('Arrow that is also a CSV', utf8('ARROW1,b\n1,2\n'), 'DAMAGED_FILE'),
  hostile('a Feather file of the first kind', utf8('FEA1\0\0\0\0'), 'FORMAT_REFUSED'),
  // A byte written over anywhere: rows or an error, and nothing else. See `orTyped` in the test.
  ...everyByte(parquet, parquet.length - footer - 8, 30).map((at) =>
    hostile(
      `Parquet with byte ${at} of its description turned`,
      patched(parquet, at, [(parquet[at] as number) ^ 0x55]),
      {},
    ),
  ),
  ...everyByte(stream, 8, 30).map((at) =>
    hostile(`Arrow with byte ${at} turned`, patched(stream, at, [(stream[at] as number) ^ 0x55]), {}),
  ),
]
