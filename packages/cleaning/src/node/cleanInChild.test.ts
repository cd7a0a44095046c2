import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { CleaningError } from '../errors.ts'
import { arrowOf, gzipOf, parquetOf, tarOf, utf8, xlsxOf, zipOf } from '../hostile/build.ts'
import { encodeHills } from '../testing/pictures.ts'
import { textSource } from '../testing/textSource.ts'
import { type CleanInChildParameters, cleanInChild } from './cleanInChild.ts'
import { type RowFingerprint, readFingerprints } from './fingerprintFile.ts'
import { readPictureHashes } from './pictureHashFile.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct cleaning '))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** As the node runs it, where `npm test` compiled it: from source every child reads TypeScript for a second. */
const compiled = process.env.USUFRUCT_PROGRAMS
const program = compiled ? [join(compiled, 'packages/cleaning/src/node/child.mjs')] : undefined

const csv = 'species,note\nAdelie,call 206-555-0142\nGentoo,NA\n'

const run = async (
  name: string,
  content: string | Uint8Array,
  more: Partial<CleanInChildParameters> = {},
) => {
  const input = join(home, name)
  await writeFile(input, content)
  return cleanInChild({ input, output: join(home, `${name}.ndjson`), program, ...more })
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('cleanInChild', { timeout: 120_000 }, () => {
  it('gives what cleaning in this process gives, from source too', async () => {
    const here = await clean(textSource(csv, 'a.csv'))
    const there = await run('a.csv', csv, { program: undefined })
    expect(there.inspection).toEqual(here.inspection)
    expect(there.contentHash).toBe(here.contentHash)
    expect(new Uint8Array(await readFile(join(home, 'a.csv.ndjson')))).toEqual(here.ndjson)
  })

  it.each([
    ['parquet', parquetOf()],
    ['arrow', arrowOf('file')],
    ['xlsx', xlsxOf()],
    ['json.gz', gzipOf(utf8('[{"a":1},{"a":2}]'))],
    ['csv.zip', zipOf([{ path: 'a.csv', bytes: utf8(csv) }])],
    ['tar', tarOf([{ path: 'a.csv', bytes: utf8(csv) }])],
    ['html', utf8('<!doctype html><h1>A</h1><p>b</p>')],
    ['md', utf8('# A\n\n[b](c)\n')],
  ])('reads a .%s there as here', async (extension, bytes) => {
    const here = await clean(textSource(bytes, `e.${extension}`))
    const there = await run(`e.${extension}`, bytes)
    expect(there.inspection).toEqual(here.inspection)
    expect(there.contentHash).toBe(here.contentHash)
  })

  it('brings the error of a hostile file back with its place', async () => {
    const bomb = zipOf([{ path: 'a.csv', bytes: new Uint8Array(4_000_000) }])
    expect(await failureOf(run('bomb.zip', bomb))).toMatchObject({
      code: 'UNPACKS_TOO_LARGE',
      kind: 'limit',
      details: { file: '"a.csv"' },
    })
    const cut = parquetOf().slice(0, -20)
    expect(await failureOf(run('cut.parquet', cut))).toMatchObject({
      code: 'DAMAGED_FILE',
      details: { format: 'parquet', offset: cut.length },
    })
  })

  it('ends a workbook that is slow, and one that is too large for its memory', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, i) => `<row><c><v>${i}</v></c><c t="str"><v>x${i}</v></c></row>`,
    )
    const workbook = xlsxOf({ sheet: `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>` })
    const slow = await failureOf(run('slow.xlsx', workbook, { bounds: { milliseconds: 100 } }))
    expect(slow).toMatchObject({ code: 'CHILD_TOO_SLOW' })
    const texts = Array.from({ length: 400_000 }, (_, i) => `<si><t>text number ${i} of many</t></si>`)
    const hungry = xlsxOf({ strings: `<sst>${texts.join('')}</sst>` })
    const failure = await failureOf(run('hungry.xlsx', hungry, { bounds: { memoryMiB: 24 } }))
    expect(failure).toMatchObject({ code: 'CHILD_OUT_OF_MEMORY' })
  })

  it('decodes pictures there, with codecs of its own', async () => {
    const png = await encodeHills('png')
    const input = join(home, 'a.png')
    await writeFile(input, png)
    const here = await clean({ name: 'a.png', bytes: png })
    const pictureHashes = join(home, 'pictures')
    const output = join(home, 'a.png.ndjson')
    const there = await cleanInChild({ input, output, pictureHashes, program })
    const row = JSON.parse(new TextDecoder().decode(here.ndjson)) as { perceptual_hash: string }
    const hashes = []
    for await (const hash of readPictureHashes(pictureHashes)) hashes.push(hash)
    expect(hashes).toEqual([{ row: 0, hash: row.perceptual_hash }])
    expect(there.contentHash).toBe(here.contentHash)
    expect(there.inspection).toEqual(here.inspection)
  })

  it('passes choices, options and a name on', async () => {
    const { inspection, rows } = await run('upload', '{"a":"x@example.org"}\n{"a":"no"}\n', {
      name: 'b.csv',
      choices: { keep: ['r1c1:0-13:email'] },
      options: { missing: ['no'], anonymity: { k: 7, columns: ['a'] } },
    })
    expect(rows).toBe(2)
    expect(inspection.anonymity?.wanted).toBe(7)
    expect(inspection.notes.map(({ code }) => code)).toEqual(['mislabelled'])
    expect(inspection.findings).toMatchObject([{ action: 'keep' }])
    expect(inspection.schema).toMatchObject([{ missing: 1 }])
  })

  it('leaves what rows with text are recognised by', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `${i},${`word${i} and ${i} more `.repeat(i % 60)}\n`)
    // As text, which is compared in no time.
    const written = ({ row, shingles, bandKeys }: RowFingerprint) =>
      `${row}: ${shingles.join()} ${bandKeys.join()}`
    const here: string[] = []
    const source = textSource(`id,text\n${rows.join('')}`)
    await clean(
      source,
      {},
      {
        onFingerprint: (row, { shingles, bandKeys }) => {
          here.push(written({ row, shingles, bandKeys }))
        },
      },
    )
    const fingerprints = join(home, 'prints')
    await run('texts.csv', `id,text\n${rows.join('')}`, { fingerprints })
    const there: string[] = []
    for await (const print of readFingerprints(fingerprints)) there.push(written(print))
    expect(there.length).toBeGreaterThan(900)
    expect(there).toEqual(here)
  })

  it('brings errors back as they were, and leaves nothing behind', async () => {
    const error = await failureOf(run('c.csv', 'a,b\n1,"2\n'))
    expect(error).toBeInstanceOf(CleaningError)
    expect(error).toMatchObject({ code: 'UNCLOSED_QUOTE', details: { record: 2, field: 2 }, kind: 'input' })
    expect((await readdir(home)).filter((file) => file.startsWith('c.csv.'))).toEqual([])
  })

  it('is bounded in time, memory and output', async () => {
    const rows = `a,b\n${Array.from({ length: 40_000 }, (_, i) => `${i},call 206-555-0142 ${i}\n`).join('')}`
    const slow = await failureOf(run('slow.csv', rows, { bounds: { milliseconds: 100 } }))
    expect(slow).toMatchObject({ code: 'CHILD_TOO_SLOW', kind: 'limit' })
    const large = await failureOf(run('large.csv', rows, { bounds: { outputBytes: 1000 } }))
    expect(large).toMatchObject({ code: 'CHILD_OUTPUT_TOO_LARGE', details: { limit: 1000 } })
    const wide = `${'"k":1,'.repeat(5)}"z":1`
    const hungry = await failureOf(
      run('hungry.jsonl', `{${wide}}\n`.repeat(200_000), { bounds: { memoryMiB: 24 } }),
    )
    expect(hungry).toMatchObject({ code: 'CHILD_OUT_OF_MEMORY', kind: 'limit' })
    expect(
      (await readdir(home)).filter((file) => /ndjson/.test(file) && /slow|large|hungry/.test(file)),
    ).toEqual([])
  })

  it('names a file that is not there, and stops when asked to', async () => {
    const input = join(home, 'nowhere.csv')
    const missing = await failureOf(cleanInChild({ input, output: `${input}.ndjson`, program }))
    expect(missing).toMatchObject({ code: 'CHILD_FAILED', message: expect.stringContaining('ENOENT') })
    const stop = new AbortController()
    const stopped = failureOf(run('d.csv', csv, { signal: stop.signal }))
    stop.abort()
    expect(await stopped).toMatchObject({ name: 'AbortError' })
  })
})
