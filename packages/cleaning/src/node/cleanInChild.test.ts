import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { CleaningError } from '../errors.ts'
import { textSource } from '../testing/textSource.ts'
import { type CleanInChildParameters, cleanInChild } from './cleanInChild.ts'
import { type RowFingerprint, readFingerprints } from './fingerprintFile.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct cleaning '))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const csv = 'species,note\nAdelie,call 206-555-0142\nGentoo,NA\n'

const run = async (name: string, content: string, more: Partial<CleanInChildParameters> = {}) => {
  const input = join(home, name)
  await writeFile(input, content)
  return cleanInChild({ input, output: join(home, `${name}.ndjson`), ...more })
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('cleanInChild', { timeout: 120_000 }, () => {
  it('gives what cleaning in this process gives', async () => {
    const here = await clean(textSource(csv, 'a.csv'))
    const there = await run('a.csv', csv)
    expect(there.inspection).toEqual(here.inspection)
    expect(there.contentHash).toBe(here.contentHash)
    expect(new Uint8Array(await readFile(join(home, 'a.csv.ndjson')))).toEqual(here.ndjson)
  })

  it('passes choices, options and a name on', async () => {
    const { inspection, rows } = await run('upload', '{"a":"x@example.org"}\n{"a":"no"}\n', {
      name: 'b.csv',
      choices: { keep: ['r1c1:0-13:email'] },
      options: { missing: ['no'] },
    })
    expect(rows).toBe(2)
    expect(inspection.notes.map(({ code }) => code)).toEqual(['mislabelled'])
    expect(inspection.findings).toMatchObject([{ action: 'keep' }])
    expect(inspection.schema).toMatchObject([{ missing: 1 }])
  })

  it('leaves what rows with text are recognised by', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},${`word${i} and ${i} more `.repeat(i % 60)}\n`)
    const here: RowFingerprint[] = []
    const source = textSource(`id,text\n${rows.join('')}`)
    await clean(
      source,
      {},
      {
        onFingerprint: (row, { shingles, bandKeys }) => {
          here.push({ row, shingles: shingles.slice(), bandKeys: bandKeys.slice() })
        },
      },
    )
    const fingerprints = join(home, 'prints')
    await run('texts.csv', `id,text\n${rows.join('')}`, { fingerprints })
    const there = []
    for await (const print of readFingerprints(fingerprints)) there.push(print)
    expect(there).toHaveLength(2850)
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
    const missing = await failureOf(cleanInChild({ input, output: `${input}.ndjson` }))
    expect(missing).toMatchObject({ code: 'CHILD_FAILED', message: expect.stringContaining('ENOENT') })
    const stop = new AbortController()
    const stopped = failureOf(run('d.csv', csv, { signal: stop.signal }))
    stop.abort()
    expect(await stopped).toMatchObject({ name: 'AbortError' })
  })
})
