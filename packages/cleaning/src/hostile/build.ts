import { tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { deflateSync, gzipSync } from 'fflate'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { crc32 } from '../archive/crc32.ts'

const encoder = new TextEncoder()

export const utf8 = (text: string): Uint8Array => encoder.encode(text)

export const joined = (...parts: (string | number[] | Uint8Array)[]): Uint8Array => {
  const all = parts.map((part) => (typeof part === 'string' ? utf8(part) : Uint8Array.from(part)))
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of all) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The same bytes with some written over. */
export const patched = (bytes: Uint8Array, at: number, with_: number[]): Uint8Array => {
  const copy = bytes.slice()
  copy.set(with_, at < 0 ? copy.length + at : at)
  return copy
}

export const le = (value: number | bigint, length: 2 | 4 | 8): number[] =>
  Array.from({ length }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n))

export type ZipEntry = {
  path: string | Uint8Array
  bytes?: Uint8Array
  /** What the directory says, where it is not so. */
  size?: number
  packed?: number
  crc?: number
  method?: number
  flags?: number
  mode?: number
  offset?: number
  extra?: number[]
}

/** A zip as its entries say, true or not. */
export const zipOf = (
  entries: readonly ZipEntry[],
  end: { count?: number; size?: number; offset?: number; comment?: string } = {},
): Uint8Array => {
  const locals: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const entry of entries) {
    const content = entry.bytes ?? new Uint8Array(0)
    const method = entry.method ?? 8
    const data = method === 8 ? deflateSync(content) : content
    const name = typeof entry.path === 'string' ? utf8(entry.path) : entry.path
    const extra = entry.extra ?? []
    const sums = [
      ...le(entry.crc ?? crc32(content), 4),
      ...le(entry.packed ?? data.length, 4),
      ...le(entry.size ?? content.length, 4),
    ]
    const shared = [...le(entry.flags ?? 0, 2), ...le(method, 2), 0, 0, 0, 0, ...sums, ...le(name.length, 2)]
    const local = joined([0x50, 0x4b, 3, 4, 20, 0], shared, [0, 0], name, data)
    directory.push(
      joined(
        [0x50, 0x4b, 1, 2, 20, 3, 20, 0],
        shared,
        le(extra.length, 2),
        [0, 0, 0, 0, 0, 0],
        [0, 0, ...le(entry.mode ?? 0o100644, 2)],
        le(entry.offset ?? at, 4),
        name,
        extra,
      ),
    )
    locals.push(local)
    at += local.length
  }
  const central = joined(...directory)
  const comment = end.comment ?? ''
  const count = le(end.count ?? entries.length, 2)
  return joined(
    ...locals,
    central,
    [0x50, 0x4b, 5, 6, 0, 0, 0, 0, ...count, ...count],
    le(end.size ?? central.length, 4),
    le(end.offset ?? at, 4),
    le(comment.length, 2),
    comment,
  )
}

export const gzipOf = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { mtime: 0 })

export type TarEntry = { path: string; bytes?: Uint8Array; type?: string; size?: string; sum?: string }

export const tarOf = (entries: readonly TarEntry[], ended = true): Uint8Array =>
  joined(
    ...entries.flatMap(({ path, bytes = new Uint8Array(0), type = '0', size, sum }) => {
      const header = new Uint8Array(512)
      header.set(utf8(path).subarray(0, 100))
      header.set(utf8('0000644\0'), 100)
      header.set(utf8(size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`), 124)
      header.set(utf8(type), 156)
      header.set(utf8('ustar\x0000'), 257)
      header.fill(0x20, 148, 156)
      const total = header.reduce((a, b) => a + b, 0)
      header.set(utf8(sum ?? `${total.toString(8).padStart(6, '0')}\0 `), 148)
      return [header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)]
    }),
    new Uint8Array(ended ? 1024 : 0),
  )

/** Forty rows of five kinds of values. */
export const parquetOf = (): Uint8Array => {
  const rows = Array.from({ length: 40 }, (_, i) => i)
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: rows, type: 'INT32' },
        { name: 'mass', data: rows.map((i) => i * 1.5), type: 'DOUBLE' },
        { name: 'name', data: rows.map((i) => (i % 3 === 0 ? null : `bird ${i}`)), type: 'STRING' },
        { name: 'seen', data: rows.map((i) => i % 2 === 0), type: 'BOOLEAN' },
        { name: 'big', data: rows.map((i) => 9007199254740993n + BigInt(i)), type: 'INT64' },
      ],
    }),
  )
}

export const arrowOf = (format: 'stream' | 'file'): Uint8Array => {
  const rows = Array.from({ length: 20 }, (_, i) => i)
  const table = tableFromArrays({
    id: rows,
    name: rows.map((i) => `bird ${i % 4}`),
    sizes: rows.map((i) => [i, i + 1]),
    note: rows.map((i) => (i % 2 === 0 ? null : `seen ${i}`)),
  })
  return (tableToIPC(table, { format }) as Uint8Array).slice()
}

type WorkbookParts = {
  sheet?: string
  strings?: string
  styles?: string
  workbook?: string
  rels?: string
  more?: readonly ZipEntry[]
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const SHEET = `${XML}<worksheet ${MAIN}><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>
<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>2.5</v></c></row>
<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><f>1+1</f><v>2</v></c></row>
</sheetData></worksheet>`

export const xlsxOf = ({
  sheet,
  strings,
  styles,
  workbook,
  rels,
  more = [],
}: WorkbookParts = {}): Uint8Array =>
  zipOf([
    { path: '[Content_Types].xml', bytes: utf8(`${XML}<Types/>`) },
    {
      path: 'xl/workbook.xml',
      bytes: utf8(
        workbook ??
          `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="Birds" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      bytes: utf8(
        rels ??
          `${XML}<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      ),
    },
    {
      path: 'xl/sharedStrings.xml',
      bytes: utf8(strings ?? `${XML}<sst ${MAIN}><si><t>kind</t></si><si><t>wool</t></si></sst>`),
    },
    { path: 'xl/styles.xml', bytes: utf8(styles ?? `${XML}<styleSheet ${MAIN}/>`) },
    { path: 'xl/worksheets/sheet1.xml', bytes: utf8(sheet ?? SHEET) },
    ...more,
  ])
