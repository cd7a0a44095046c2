import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NormalisedManifest } from '@usufruct/cleaning/normalise/manifest'
import { encodeHills, pngChunk, withChunks } from '@usufruct/cleaning/testing/pictures'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../run.ts'
import { createRecordingIo } from '../testing/recordingIo.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct cli '))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const usufruct = async (...args: string[]) => {
  const { io, said } = createRecordingIo({})
  const code = await run(['--home', home, ...args], io, new AbortController().signal)
  return { code, ...said }
}

const csv = 'species,mass_g,note\nAdelie,3750,write to ann@example.org\nGentoo,many,none\nGentoo,5000\n'

const written = async () => {
  const path = join(home, 'penguins.csv')
  await writeFile(path, csv)
  return { path, out: join(home, 'out') }
}

const manifestIn = async (folder: string): Promise<NormalisedManifest> =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))

it('writes what would be lent, what is set aside, and a manifest that both are held to', async () => {
  const { path, out } = await written()
  expect(await usufruct('normalise', path, '--to', 'jsonl', '--out', out)).toMatchObject({ code: 0 })
  const rows = await readFile(join(out, 'data.jsonl'), 'utf8')
  expect(rows.split('\n')[0]).toBe('{"mass_g":"3750","note":"write to [email]","species":"Adelie"}')
  const [source] = (await manifestIn(out)).sources
  expect(source).toMatchObject({
    sha256: createHash('sha256').update(csv).digest('hex'),
    records: 3,
    rows: 2,
    report: { version: 'usufruct-clean/2', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  for (const { name, sha256, bytes } of source?.files ?? []) {
    const content = await readFile(join(out, name))
    expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes])
  }
  expect(JSON.parse(await readFile(join(out, 'invalid.jsonl'), 'utf8'))).toMatchObject({
    row: 3,
    reason: 'too-few-fields',
  })
})

it('says that nothing was looked for where nothing was', async () => {
  const { path, out } = await written()
  const { code, out: said } = await usufruct(
    'normalise',
    path,
    '--to',
    'jsonl',
    '--out',
    out,
    '--no-detection',
  )
  expect(code).toBe(0)
  expect(said).toContain('Nothing was looked for')
  expect(await readFile(join(out, 'data.jsonl'), 'utf8')).toContain('ann@example.org')
  expect(await manifestIn(out)).toMatchObject({ detection: false, sources: [{ report: null }] })
})

it('gives pictures as files without anything beside their pixels, under the name of their hash', async () => {
  const folder = join(home, 'pictures')
  const path = join(home, 'ann at home.png')
  const comment = pngChunk('tEXt', 'Comment\0taken by Ann')
  await writeFile(path, withChunks(await encodeHills('png'), comment))
  expect((await readFile(path)).includes('taken by Ann')).toBe(true)
  expect((await usufruct('normalise', path, '--to', 'originals', '--out', folder)).code).toBe(0)
  const [source] = (await manifestIn(folder)).sources
  const picture = source?.files.find(({ holds }) => holds === 'picture')
  expect(picture).toMatchObject({ name: `pictures/${picture?.sha256}.png`, mediaType: 'image/png' })
  const bytes = await readFile(join(folder, picture?.name ?? ''))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(picture?.sha256)
  expect(bytes.includes('taken by Ann')).toBe(false)
  expect(await readdir(join(folder, 'pictures'))).toHaveLength(1)
})

it.each([
  [['--keep', 'r1c1:0-1:email', '--no-detection'], 2, 'nothing is found'],
  [['--to', 'originals'], 5, '--to parquet'],
  [['--out', 'HOME', '--force'], 2, 'lies in the folder'],
  [['--no-detection', '--model', 'HOME'], 2, '--model'],
])('with %j exits %i, says “%s” and leaves nothing behind', async (args, code, says) => {
  const { path, out } = await written()
  const more = args.map((arg) => (arg === 'HOME' ? home : arg))
  const done = await usufruct('normalise', path, '--to', 'jsonl', '--out', out, ...more)
  expect([done.code, done.err.includes(says)]).toEqual([code, true])
  expect(await readdir(home)).toEqual(['penguins.csv'])
})

it('writes nothing where it would be read next time', async () => {
  await written()
  const done = await usufruct('normalise', home, '--to', 'jsonl', '--out', join(home, 'clean'))
  expect([done.code, done.err.includes('that is to be read')]).toEqual([2, true])
})

it('buries nothing without being told to', async () => {
  const { path, out } = await written()
  const args = ['normalise', path, '--to', 'parquet', '--out', out, '--no-detection']
  expect((await usufruct(...args)).code).toBe(0)
  expect((await usufruct(...args)).err).toContain('--force')
  expect((await usufruct(...args, '--force')).code).toBe(0)
  expect((await readdir(out)).sort()).toEqual(['data.parquet', 'invalid.jsonl', 'manifest.json'])
})
