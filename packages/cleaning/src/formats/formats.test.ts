import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { arrowOf, gzipOf, parquetOf, SHEET, tarOf, utf8, xlsxOf, zipOf } from '../hostile/build.ts'
import { textSource } from '../testing/textSource.ts'
import type { CleaningOptions } from '../types.ts'

const cleaned = async (bytes: Uint8Array | string, name = 'file', options: CleaningOptions = {}) => {
  const { ndjson, inspection } = await clean(textSource(bytes, name), {}, options)
  const rows = new TextDecoder()
    .decode(ndjson)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
  return { rows, inspection }
}

describe('Parquet', () => {
  it('gives the values that were written, and integers beyond 2^53 to the last digit', async () => {
    const { rows, inspection } = await cleaned(parquetOf())
    expect(inspection).toMatchObject({ kind: 'table', format: 'parquet', encoding: 'binary', rows: 40 })
    expect(rows[0]).toEqual({ id: 0, mass: 0, name: null, seen: true, big: '9007199254740993' })
    expect(rows[39]).toEqual({ id: 39, mass: 58.5, name: null, seen: false, big: '9007199254741032' })
  })

  it('keeps days, moments, decimals and what is nested', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        schema: [
          { name: 'root', num_children: 5 },
          { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
          {
            name: 'when',
            type: 'INT64',
            converted_type: 'TIMESTAMP_MICROS',
            logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
            repetition_type: 'REQUIRED',
          },
          {
            name: 'price',
            type: 'INT32',
            converted_type: 'DECIMAL',
            scale: 2,
            precision: 9,
            repetition_type: 'REQUIRED',
          },
          { name: 'ratio', type: 'DOUBLE', repetition_type: 'REQUIRED' },
          { name: 'extra', type: 'BYTE_ARRAY', converted_type: 'JSON', repetition_type: 'REQUIRED' },
        ],
        columnData: [
          { name: 'day', data: [new Date('2020-01-02T00:00:00Z')] },
          { name: 'when', data: [new Date('2020-01-02T03:04:05.678Z')] },
          { name: 'price', data: [12.35] },
          { name: 'ratio', data: [Number.NaN] },
          { name: 'extra', data: [{ b: 1, a: [2] }] },
        ],
      }),
    )
    const { rows } = await cleaned(bytes)
    expect(rows).toEqual([
      {
        day: '2020-01-02',
        when: '2020-01-02T03:04:05.678Z',
        price: 12.35,
        ratio: null,
        extra: '{"b":1,"a":[2]}',
      },
    ])
  })
})

describe('Arrow', () => {
  it.each(['stream', 'file'] as const)('gives the same rows from a %s', async (format) => {
    const { rows, inspection } = await cleaned(arrowOf(format))
    expect(inspection).toMatchObject({ format: 'arrow', rows: 20, notes: [{ code: 'nested-values' }] })
    expect(rows[3]).toEqual({ id: 3, name: 'bird 3', sizes: '[3,4]', note: 'seen 3' })
    expect(rows[4]).toMatchObject({ note: null })
  })
})

describe('Excel', () => {
  it('gives names, numbers and the saved values of formulas', async () => {
    const { rows } = await cleaned(xlsxOf())
    expect(rows).toEqual([
      { kind: 'wool', n: 2.5 },
      { kind: 'wool', n: 2 },
    ])
  })

  it('reads dates by how cells show them, of 1900 and of 1904', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/><xf numFmtId="46"/></cellXfs></styleSheet>'
    const sheet = SHEET.replace(
      '<v>2.5</v>',
      '<v>2.5</v></c><c r="C2" s="1"><v>43832</v></c><c r="D2" s="2"><v>43832.5</v></c><c r="E2" s="3"><v>0.25</v></c><c r="F2" s="4"><v>1.5</v></c><c r="G2" s="1"><v>60</v>',
    ).replace(
      '</is></c></row>',
      `</is></c>${['c', 'd', 'e', 'f', 'g'].map((name) => `<c t="str"><v>${name}</v></c>`).join('')}</row>`,
    )
    const { rows } = await cleaned(xlsxOf({ sheet, styles }))
    expect(rows[0]).toEqual({
      kind: 'wool',
      n: 2.5,
      c: '2020-01-02',
      d: '2020-01-02T12:00:00',
      e: '06:00:00',
      f: 1.5,
      g: 60,
    })
  })

  it('leaves a title above the table out, and names the sheets that were not read', async () => {
    const titled = SHEET.replace('<row r="1">', '<row r="0"/>')
      .replace('<row r="0"/>', '<row r="1"><c t="str"><v>Birds of 2020</v></c></row><row r="2">')
      .replace('<row r="2"><c r="A2"', '<row r="3"><c r="A3"')
      .replace('r="B2"', 'r="B3"')
      .replace(
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><f>',
        '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><f>',
      )
    const { rows, inspection } = await cleaned(xlsxOf({ sheet: titled }))
    expect(rows).toHaveLength(2)
    expect(inspection.notes).toMatchObject([{ code: 'title-rows', count: 1 }])
  })
})

describe('GeoJSON', () => {
  it('gives properties and geometry, in any order of members', async () => {
    const { rows, inspection } = await cleaned(
      '{"features":[{"geometry":{"type":"Point","coordinates":[7,51]},"properties":{"name":"Bonn"},"id":3,"type":"Feature"}],"type":"FeatureCollection"}',
    )
    expect(rows).toEqual([{ id: 3, name: 'Bonn', geometry: '{"coordinates":[7,51],"type":"Point"}' }])
    expect(inspection.notes.map(({ code }) => code)).toContain('coordinates')
  })
})

describe('documents', () => {
  it('gives Markdown by blocks under their headings, with its front matter apart', async () => {
    const { rows } = await cleaned(
      '---\ndraft: yes\n---\n# Birds\n\nThey fly.\n\n## Penguins\n\n- swim\n- walk\n\n```\n# no heading\n```\n',
      'a.md',
    )
    expect(rows).toEqual([
      { section: null, kind: 'front-matter', text: 'draft: yes' },
      { section: null, kind: 'heading', text: 'Birds' },
      { section: 'Birds', kind: 'paragraph', text: 'They fly.' },
      { section: 'Birds', kind: 'heading', text: 'Penguins' },
      { section: 'Birds > Penguins', kind: 'list', text: '- swim\n- walk' },
      { section: 'Birds > Penguins', kind: 'code', text: '```\n# no heading\n```' },
    ])
  })

  it('gives the text of a page that shows, and nothing of its scripts', async () => {
    const { rows, inspection } = await cleaned(
      '<!doctype html><html lang="de"><title>T</title><script>var a = "<p>no</p>"</script><h1>A &amp; B</h1><p>one <b>two</b><ul><li>x<li>y</ul><table><tr><td>1<td>2</table>',
    )
    expect(rows).toEqual([
      { section: null, kind: 'title', text: 'T' },
      { section: null, kind: 'heading', text: 'A & B' },
      { section: 'A & B', kind: 'paragraph', text: 'one two' },
      { section: 'A & B', kind: 'list', text: 'x' },
      { section: 'A & B', kind: 'list', text: 'y' },
      { section: 'A & B', kind: 'table', text: '1 | 2' },
    ])
    expect(inspection.notes).toContainEqual({ code: 'language', text: expect.stringContaining('de') })
  })
})

describe('archives of one file', () => {
  const csv = utf8('a,b\n1,2\n')
  it.each([
    ['gzip', gzipOf(csv)],
    ['zip', zipOf([{ path: 'x/a.csv', bytes: csv }])],
    ['a stored zip', zipOf([{ path: 'a.csv', bytes: csv, method: 0 }])],
    ['tar', tarOf([{ path: 'a.csv', bytes: csv }])],
    ['tar in gzip', gzipOf(tarOf([{ path: 'a.csv', bytes: csv }]))],
    ['gzip in zip', zipOf([{ path: 'a.csv.gz', bytes: gzipOf(csv) }])],
    ['Parquet in gzip', gzipOf(parquetOf())],
  ])('%s is read as the file in it', async (_, bytes) => {
    const { inspection } = await cleaned(bytes)
    const itself = await cleaned(inspection.format === 'parquet' ? parquetOf() : csv)
    expect(inspection.report).toEqual(itself.inspection.report)
  })
})
