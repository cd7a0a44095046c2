import { joined, utf8 } from './build.ts'
import { type HostileCase, hostile } from './hostileCase.ts'

const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`
const feature = (properties: string, geometry = 'null') =>
  `{"type":"Feature","properties":${properties},"geometry":${geometry}}`
const collection = (...features: string[]) =>
  `{"type":"FeatureCollection","features":[${features.join(',')}]}`
const html = (body: string) => `<!doctype html><html><body>${body}</body></html>`
const text = (what: string, content: string, expected: HostileCase['expected'], more = {}) =>
  hostile(what, utf8(content), expected, more)
const small = { options: { limits: { cellBytes: 50, rows: 3, recordBytes: 200, columns: 4 } } }

/** JSON, GeoJSON, pages, Markdown, and polyglots. */
export const TEXTS: HostileCase[] = [
  text('GeoJSON that is cut', collection(feature('{"a":1}')).slice(0, -3), 'INVALID_JSON'),
  text('GeoJSON cut in a feature', collection(feature('{"a":1}')).slice(0, 60), 'INVALID_JSON', {
    name: 'a.geojson',
  }),
  text('GeoJSON without features', '{"type":"FeatureCollection"}', 'INVALID_JSON', { name: 'a.geojson' }),
  text('GeoJSON whose features are no list', '{"type":"FeatureCollection","features":{}}', 'INVALID_JSON'),
  text('GeoJSON whose features are numbers', collection('1', '2', feature('{"a":1}')), {
    rows: 1,
    counts: { invalid: 2 },
  }),
  text(
    'GeoJSON with two lists of features',
    '{"type":"FeatureCollection","features":[],"features":[]}',
    'NO_RECORDS',
  ),
  text('GeoJSON with features within', collection(feature('{"features":[1,2]}')), { rows: 1 }),
  text(
    'GeoJSON with a key of brackets',
    `{"x]}":"[{","type":"FeatureCollection","features":[${feature('{"a":1}')}]}`,
    { rows: 1 },
  ),
  text(
    'GeoJSON nested ten thousand deep',
    collection(
      feature('{"a":1}', `{"type":"Polygon","coordinates":${nested('[', ']', 10_000)}}`),
      feature('{"a":1}'),
    ),
    { rows: 1, invalid: [{ row: 1, reason: 'too-deep' }] },
  ),
  text('GeoJSON with a __proto__', collection(feature('{"__proto__":{"x":1}}'), feature('{"a":1}')), {
    rows: 1,
    invalid: [{ reason: 'reserved-key' }],
  }),
  text('GeoJSON with a property called geometry', collection(feature('{"geometry":"x","id":1}')), {
    schema: [{ name: 'geometry' }, { name: 'id' }, { name: 'feature_geometry' }],
  }),
  text(
    'GeoJSON of more features than may be',
    collection(...new Array<string>(4).fill(feature('{}'))),
    'TOO_MANY_ROWS',
    small,
  ),
  text(
    'GeoJSON with a feature larger than may be',
    collection(feature(`{"a":"${'x'.repeat(400)}"}`)),
    'CELL_TOO_LARGE',
    { options: { limits: { cellBytes: 300 } } },
  ),
  text('GeoJSON with half a surrogate pair', collection(feature('{"a":"\\ud800"}'), feature('{"a":"x"}')), {
    rows: 1,
    invalid: [{ reason: 'lone-surrogate' }],
  }),
  text(
    'JSON keys that programs trip over',
    '[{"constructor":{"prototype":{"x":1}},"hasOwnProperty":1,"toString":null}]',
    { rows: 1 },
  ),
  text(
    'JSON with a hundred thousand brackets',
    `[${'['.repeat(100_000)}`,
    { format: 'text' },
    { name: 'x.json' },
  ),
  text('JSON with a million brackets in an object', `[{"a":${'['.repeat(1_000_000)}`, 'RECORD_TOO_LARGE', {
    options: { limits: { recordBytes: 100_000 } },
  }),
  text('links that are none', `# t\n${'['.repeat(200_000)}`, { format: 'text' }),
  text('comments before a page that never comes', `${'<!--a-->'.repeat(5000)}x`, { format: 'text' }),
  text('a page with blanks before a word', html(`<pre>x${' '.repeat(300_000)}y</pre>`), { format: 'html' }),
  text('a heading of blanks', `# a${' '.repeat(60_000)}b\n\n## c\n`, { format: 'markdown' }),
  text('JSON with a number of a thousand digits', `[{"a":${'9'.repeat(1000)}}]`, {
    rows: 1,
    schema: [{ type: 'string' }],
  }),
  text('JSON with an exponent beyond reason', '[{"a":1e400},{"a":1}]', {
    rows: 1,
    invalid: [{ reason: 'not-finite' }],
  }),
  text('JSON with NaN', '{"a":NaN}\n{"a":1}\n{"a":2}', { rows: 2, invalid: [{ reason: 'not-json' }] }),
  text('JSON with a key twice', '{"a":1,"a":2}', { rows: 1 }),
  text('JSON in single quotes', "{'a':1}\n{'a':2}\n", { format: 'text' }, { name: 'x.dat' }),
  text('JSON with a comment', '[/* hi */{"a":1}]', { format: 'text' }, { name: 'x.json' }),
  text('JSON with an escape cut short', '[{"a":"\\u00"}]', { rows: 0, invalid: [{ reason: 'not-json' }] }),
  text('a page that runs a script', html('<script>alert("x")</script><p onclick="x()">hello</p>'), {
    format: 'html',
    rows: 1,
  }),
  text('a page of scripts alone', html('<script>1</script><style>p{}</style>'), 'NO_RECORDS'),
  text('a page whose script never ends', html('<p>hello</p><script>var x = "</p>"'), { rows: 1 }),
  text('a page ten thousand deep', html(`${'<div>'.repeat(10_000)}x`), 'DAMAGED_FILE'),
  text('a page a thousand deep', html(`${'<div>'.repeat(1000)}x`), { rows: 1 }),
  text('a page of closing tags', html(`${'</div>'.repeat(10_000)}x`), { rows: 1 }),
  text('a page of opening brackets', html('<'.repeat(100_000)), { format: 'html' }),
  text('a page with a tag that never ends', `<!doctype html><p>hello</p><div ${'a="b" '.repeat(10_000)}`, {
    rows: 1,
  }),
  text(
    'a page with an attribute that never ends',
    `<!doctype html><p>hello</p><div a="${'x'.repeat(100_000)}`,
    { rows: 1 },
  ),
  text('a page with a comment that never ends', `<!doctype html><p>hello</p><!-- ${'x'.repeat(10_000)}`, {
    rows: 1,
  }),
  text(
    'a page with entities that laugh',
    '<!doctype html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b;&amp;</p>',
    { format: 'html' },
  ),
  text('a page with a number for a character beyond all', html('&#x110000;&#xD800;&#0;ok'), { rows: 1 }),
  text(
    'a page with a paragraph larger than may be',
    html(`<p>${'word '.repeat(30)}</p>`),
    'CELL_TOO_LARGE',
    small,
  ),
  text('a page of more blocks than may be', html('<p>x</p>'.repeat(6)), 'TOO_MANY_ROWS', small),
  text('a page with a frame of another', html('<iframe src="file:///etc/passwd">x</iframe><p>ok</p>'), {
    rows: 1,
  }),
  text(
    'XML with entities that laugh',
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>',
    'FORMAT_REFUSED',
  ),
  text('SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'FORMAT_REFUSED'),
  text(
    'Markdown whose code never ends',
    '# Title\n\n```\ncode\n',
    { format: 'markdown', rows: 2 },
    { name: 'a.md' },
  ),
  text(
    'Markdown whose front matter never ends',
    '---\ntitle: x\n# no heading\n',
    { rows: 1 },
    { name: 'a.md' },
  ),
  text(
    'Markdown quoted a thousand deep',
    `# T\n\n${'>'.repeat(1000)} x\n`,
    { format: 'markdown' },
    { name: 'a.md' },
  ),
  text('Markdown with a list larger than may be', `# T\n\n${'- item\n'.repeat(30)}`, 'CELL_TOO_LARGE', {
    name: 'a.md',
    ...small,
  }),
  text('Markdown with a line larger than may be', `# T\n\n${'x'.repeat(80)}`, 'CELL_TOO_LARGE', {
    name: 'a.md',
    ...small,
  }),
  text(
    'Markdown that is HTML within',
    '# T\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n',
    { format: 'markdown' },
    { name: 'a.md' },
  ),
  hostile(
    'a PNG that is a CSV after that',
    joined([0x89], 'PNG\r\n', [0x1a, 10], 'a,b\n1,2\n'),
    'PICTURE_DAMAGED',
  ),
  hostile(
    'a PDF that is a zip at its end',
    joined('%PDF-1.4\n', [0x50, 0x4b, 5, 6], new Uint8Array(18)),
    'FORMAT_REFUSED',
  ),
  hostile('a program that is a script', joined('MZ', [0x90, 0, 3, 0], 'a,b\n1,2\n'), 'FORMAT_REFUSED'),
  text('a shell script', '#!/bin/sh\nrm -rf "$HOME"\n', { format: 'text' }, { name: 'x.sh' }),
  hostile('a CSV with a zero byte late', joined('a,b\n', '1,2\n'.repeat(100), [0], '\n'), 'BINARY_CONTENT'),
  text('a CSV of quotes', `a,b\n${'"'.repeat(2001)}`, 'UNCLOSED_QUOTE', { name: 'x.csv' }),
  text('a CSV of quotes in pairs', `a,b\n${'"'.repeat(2000)},1\n`, { rows: 1 }),
  text('a CSV of backslashes', `a,b\n"${'\\'.repeat(2001)}",1\n`, { rows: 1 }),
  text('a CSV of commas', ','.repeat(5000), 'TOO_MANY_COLUMNS', { name: 'x.csv' }),
  text('a CSV of newlines', '\n'.repeat(100_000), 'NO_RECORDS'),
  text('a CSV of comments', '# a\n'.repeat(100), { format: 'text' }, { name: 'x.dat' }),
  text('a CSV parted by bells', 'a\u0007b\n1\u00072\n', 'BINARY_CONTENT'),
  text('a CSV that turns its text round', 'a,b\n\u202e1,2\n3,4\n', { rows: 2 }),
  text('a CSV with a name of no width', '\u200b,b\n1,2\n3,4\n', { rows: 2 }),
  text('a CSV with blanks for names', ' , \n1,2\n3,4\n', {
    rows: 2,
    schema: [{ name: 'column_1' }, { name: 'column_2' }],
  }),
  text('a CSV with a name of a hundred thousand letters', `${'a'.repeat(100_000)},b\n1,2\n`, { rows: 1 }),
  text(
    'a CSV called Parquet',
    'a,b\n1,2\n3,4\n',
    { format: 'csv', notes: [{ code: 'mislabelled' }] },
    { name: 'x.parquet' },
  ),
  text('a CSV called zip', 'a,b\n1,2\n3,4\n', { format: 'csv' }, { name: 'x.zip' }),
  text('a CSV called picture', 'a,b\n1,2\n3,4\n', { format: 'csv' }, { name: 'x.png' }),
]
