import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { localCroissant } from './localCroissant.ts'
import { placeFolder } from './placeFolder.ts'
import { writeDownload } from './writeDownload.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usufruct download '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const files = [
  { name: 'data.parquet', data: Uint8Array.of(1, 2, 3) },
  { name: 'README.md', data: 'hello' },
]

it('makes the folder with everything in it, and nothing beside', async () => {
  const out = join(folder, 'deep', 'out')
  await writeDownload(out, files, false)
  expect((await readdir(out)).sort()).toEqual(['README.md', 'data.parquet'])
  expect(await readdir(join(folder, 'deep'))).toEqual(['out'])
})

it('takes an empty folder', async () => {
  await mkdir(join(folder, 'out'))
  await writeDownload(join(folder, 'out'), files, false)
  expect(await readFile(join(folder, 'out', 'README.md'), 'utf8')).toBe('hello')
})

it('replaces no folder with keys in it, and not the one that somebody is in', async () => {
  const out = join(folder, 'project')
  await mkdir(join(out, '.usufruct'), { recursive: true })
  await expect(writeDownload(out, files, true)).rejects.toMatchObject({ code: 'OUT_IN_USE' })
  await expect(writeDownload('.', files, true)).rejects.toMatchObject({ code: 'OUT_IN_USE' })
  await expect(writeDownload(join(process.cwd(), '..'), files, true)).rejects.toMatchObject({
    code: 'OUT_IN_USE',
  })
  expect(await readdir(out)).toEqual(['.usufruct'])
})

it('buries nothing that came while it was being made', async () => {
  const out = join(folder, 'out')
  const made = placeFolder(out, false, async (beside) => {
    await writeFile(join(beside, 'ours.txt'), 'ours')
    await mkdir(out)
    await writeFile(join(out, 'mine.txt'), 'mine')
  })
  await expect(made).rejects.toMatchObject({ code: 'OUT_NOT_EMPTY' })
  expect([await readdir(out), await readdir(folder)]).toEqual([['mine.txt'], ['out']])
})

it('buries nothing unless it is told to', async () => {
  const out = join(folder, 'out')
  await mkdir(out)
  await writeFile(join(out, 'mine.txt'), 'mine')
  await expect(writeDownload(out, files, false)).rejects.toMatchObject({ code: 'OUT_NOT_EMPTY' })
  expect(await readdir(out)).toEqual(['mine.txt'])
  await writeDownload(out, files, true)
  expect((await readdir(out)).sort()).toEqual(['README.md', 'data.parquet'])
  expect(await readdir(folder)).toEqual(['out'])
})

it('leaves nothing half-written, and what was there as it was', async () => {
  const out = join(folder, 'out')
  await writeDownload(out, files, false)
  const bad = [...files, { name: 'no/such/folder.txt', data: '' }]
  await expect(writeDownload(out, bad, true)).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['out'])
  expect(await readdir(out)).toHaveLength(2)
})

it('refuses a file in the place of the folder', async () => {
  await writeFile(join(folder, 'out'), 'a file')
  await expect(writeDownload(join(folder, 'out'), files, true)).rejects.toMatchObject({
    code: 'NOT_A_FOLDER',
  })
})

it('describes the file beside it, which loaders check', () => {
  const released = {
    name: 'birds',
    distribution: [{ '@type': 'cr:FileSet' }],
    recordSet: [
      { field: [{ '@id': 'records/x', source: { fileSet: { '@id': 'data' }, extract: { column: 'x' } } }] },
    ],
  }
  const bytes = new TextEncoder().encode(JSON.stringify(released))
  const local = JSON.parse(localCroissant(bytes, Uint8Array.of()))
  expect(local.distribution[0]).toMatchObject({
    '@type': 'cr:FileObject',
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    contentSize: '0 B',
  })
  expect(local.recordSet[0].field[0].source).toEqual({
    fileObject: { '@id': 'data.parquet' },
    extract: { column: 'x' },
  })
})
