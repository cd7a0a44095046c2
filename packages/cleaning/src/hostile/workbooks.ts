import { SHEET, utf8, xlsxOf, zipOf } from './build.ts'
import { cuts, type HostileCase, hostile } from './hostileCase.ts'

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const XML = '<?xml version="1.0"?>'
const cells = (...inner: string[]) =>
  `${XML}<worksheet ${MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>${inner
    .map((row, i) => (row.startsWith('<row') ? row : `<row r="${i + 2}">${row}</row>`))
    .join('')}</sheetData></worksheet>`
const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? '' : i};`.repeat(10)}">`,
).join('')}]>`
const sheets = (inner: string) =>
  `${XML}<workbook ${MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${inner}</sheets></workbook>`

/** Excel workbooks. */
export const WORKBOOKS: HostileCase[] = [
  hostile('a workbook as it should be', xlsxOf(), {
    format: 'xlsx',
    rows: 2,
    schema: [{ name: 'kind' }, { name: 'n', type: 'number' }],
  }),
  hostile(
    'a workbook with a thousand million laughs in a sheet',
    xlsxOf({ sheet: SHEET.replace('<worksheet', `${laughs}<worksheet`).replace('2.5', '&lol9;') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with laughs in its texts',
    xlsxOf({ strings: `${XML}${laughs}<sst ${MAIN}><si><t>&lol9;</t></si></sst>` }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook that reads a file of ours',
    xlsxOf({
      sheet: SHEET.replace(
        '<worksheet',
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet',
      ).replace('2.5', '&x;'),
    }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with an entity that there is not',
    xlsxOf({ sheet: SHEET.replace('2.5', '&unknown;') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a tag that is never closed',
    xlsxOf({ sheet: SHEET.replace('</sheetData>', '') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with tags closed in the wrong order',
    xlsxOf({ sheet: SHEET.replace('</v></c>', '</c></v>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a tag ten thousand deep',
    xlsxOf({ sheet: `${XML}<worksheet>${'<x>'.repeat(10_000)}${'</x>'.repeat(10_000)}</worksheet>` }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a control character',
    xlsxOf({ sheet: SHEET.replace('2.5', '\u0001') }),
    'DAMAGED_FILE',
  ),
  hostile('a workbook whose sheet is no UTF-8', xlsxOf({ more: [], sheet: SHEET }), { rows: 2 }),
  hostile('a workbook whose sheet is empty', xlsxOf({ sheet: '' }), 'DAMAGED_FILE'),
  hostile(
    'a workbook whose sheet has no rows',
    xlsxOf({ sheet: `${XML}<worksheet ${MAIN}><sheetData/></worksheet>` }),
    'NO_RECORDS',
  ),
  hostile('a workbook with a header alone', xlsxOf({ sheet: cells() }), 'NO_RECORDS'),
  hostile('a workbook with no sheets', xlsxOf({ workbook: sheets('') }), 'NO_RECORDS'),
  hostile(
    'a workbook with a sheet that is elsewhere',
    xlsxOf({ workbook: sheets('<sheet name="x" sheetId="1" r:id="rId9"/>') }),
    'NO_RECORDS',
  ),
  hostile(
    'a workbook with a sheet that leads out',
    xlsxOf({
      rels: `${XML}<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../etc/passwd"/></Relationships>`,
    }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a sheet on another machine',
    xlsxOf({
      rels: `${XML}<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="http://example.org/x"/></Relationships>`,
    }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook without its relations',
    zipOf([
      { path: '[Content_Types].xml', bytes: utf8('x') },
      { path: 'xl/workbook.xml', bytes: utf8(XML) },
    ]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a cell beyond the last column',
    xlsxOf({ sheet: cells('<c r="ZZZ2"><v>1</v></c>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a cell in the last column',
    xlsxOf({ sheet: cells('<c r="XFD2"><v>1</v></c>') }),
    'TOO_MANY_COLUMNS',
  ),
  hostile(
    'a workbook with a cell nowhere',
    xlsxOf({ sheet: cells('<c r="2A"><v>1</v></c>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a row beyond the last',
    xlsxOf({ sheet: cells('<row r="99999999"><c r="A2"><v>1</v></c></row>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a row that is no number',
    xlsxOf({ sheet: cells('<row r="x"><c r="A2"><v>1</v></c></row>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a text that is not there',
    xlsxOf({ sheet: cells('<c r="A2" t="s"><v>999</v></c>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a text of a negative number',
    xlsxOf({ sheet: cells('<c r="A2" t="s"><v>-1</v></c>') }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a workbook with a gigantic cell',
    xlsxOf({ sheet: cells(`<c r="A2" t="str"><v>${'x'.repeat(1_100_000)}</v></c>`) }),
    'UNPACKS_TOO_LARGE',
    { options: { limits: { unpackRatio: 50 } } },
  ),
  hostile(
    'a workbook with a cell larger than may be',
    xlsxOf({ sheet: cells(`<c r="A2" t="str"><v>${'x'.repeat(60)}</v></c>`) }),
    'CELL_TOO_LARGE',
    { options: { limits: { cellBytes: 50 } } },
  ),
  hostile(
    'a workbook of more rows than may be',
    xlsxOf({ sheet: cells(...Array.from({ length: 9 }, (_, i) => `<c><v>${i}</v></c>`)) }),
    'TOO_MANY_ROWS',
    { options: { limits: { rows: 5 } } },
  ),
  hostile(
    'a workbook with an infinite number',
    xlsxOf({ sheet: cells('<c r="A2"><v>1e999</v></c>', '<c r="A3"><v>1</v></c>') }),
    { rows: 1, invalid: [{ row: 1, reason: 'not-finite' }] },
  ),
  hostile('a workbook with a number that is none', xlsxOf({ sheet: cells('<c r="A2"><v>abc</v></c>') }), {
    rows: 1,
    schema: [{ name: 'a', type: 'string' }, { name: 'b' }],
  }),
  hostile(
    'a workbook with errors',
    xlsxOf({ sheet: cells('<c r="A2"><v>1</v></c><c r="B2" t="e"><v>#DIV/0!</v></c>') }),
    { rows: 1, notes: [{ code: 'cell-errors', column: 'b', count: 1 }] },
  ),
  hostile(
    'a workbook with formulas that were never calculated',
    xlsxOf({ sheet: cells('<c r="A2"><v>1</v></c><c r="B2"><f>WEBSERVICE("http://example.org")</f></c>') }),
    { rows: 1, notes: [{ code: 'formulas-without-value', count: 1 }] },
  ),
  hostile(
    'a workbook with a formula in a text',
    xlsxOf({ sheet: cells('<c r="A2" t="str"><v>=cmd|calc</v></c><c r="B2"><v>1</v></c>') }),
    { rows: 1, notes: [{ code: 'formula-characters', column: 'a' }] },
  ),
  hostile(
    'a workbook with more cells than names',
    xlsxOf({ sheet: cells('<c r="A2"><v>1</v></c><c r="C2"><v>1</v></c>', '<c r="A3"><v>1</v></c>') }),
    { rows: 1, invalid: [{ row: 1, reason: 'too-many-fields' }] },
  ),
  hostile(
    'a workbook with a column called __proto__',
    xlsxOf({ sheet: cells('<c r="A2"><v>1</v></c>').replace('<t>b</t>', '<t>__proto__</t>') }),
    'RESERVED_COLUMN',
  ),
  hostile('a workbook with a sheet that is asked for and not there', xlsxOf(), 'UNKNOWN_SHEET', {
    options: { sheet: 'Fish' },
  }),
  hostile(
    'a workbook with a file twice',
    xlsxOf({ more: [{ path: 'xl/workbook.xml', bytes: utf8('x') }] }),
    'UNSAFE_PATH',
  ),
  hostile(
    'a workbook with a path that leads out',
    xlsxOf({ more: [{ path: '../x', bytes: utf8('x') }] }),
    'UNSAFE_PATH',
  ),
  hostile(
    'a workbook with a password',
    zipOf([
      { path: '[Content_Types].xml', bytes: utf8('x') },
      { path: 'xl/_rels/workbook.xml.rels', bytes: utf8('x'), flags: 1 },
      { path: 'xl/workbook.xml', bytes: utf8('x'), flags: 1 },
    ]),
    'ENCRYPTED_FILE',
  ),
  hostile(
    'a workbook with a bomb for a sheet',
    xlsxOf({ sheet: `${XML}<worksheet ${MAIN}>${' '.repeat(8_000_000)}</worksheet>` }),
    'UNPACKS_TOO_LARGE',
  ),
  hostile(
    'a workbook with one text in every row',
    xlsxOf({
      strings: `${XML}<sst ${MAIN}><si><t>${'0123456789'.repeat(50)}</t></si></sst>`,
      sheet: cells(...new Array<string>(3000).fill('<c t="s"><v>0</v></c>')),
    }),
    'UNPACKS_TOO_LARGE',
    { options: { limits: { unpackedBytes: 1_000_000 } } },
  ),
  hostile(
    'a workbook with phonetic text',
    xlsxOf({
      strings: `${XML}<sst ${MAIN}><si><t>name</t></si><si><r><t>東</t></r><rPh><t>ひがし</t></rPh><r><t>京</t></r></si></sst>`,
    }),
    { rows: 2 },
  ),
  hostile(
    'a workbook of 1904',
    xlsxOf({
      workbook: sheets('<sheet name="x" sheetId="1" r:id="rId1"/>').replace(
        '<sheets>',
        '<workbookPr date1904="1"/><sheets>',
      ),
    }),
    { rows: 2 },
  ),
  ...cuts('a workbook', xlsxOf(), [0.2, 0.5, 0.9], 'DAMAGED_FILE'),
]
