import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { textSource } from '../testing/textSource.ts'
import { openNameModel } from './openNameModel.ts'

const tiny = fileURLToPath(new URL('../transformer/tiny', import.meta.url))
const library = process.env.USUFRUCT_TRANSFORMERS
const made: string[] = []
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))))

/** A copy of the tiny model under a name that no hub would allow, with some of its files changed. */
const changed = async (files: Record<string, string>) => {
  const folder = await mkdtemp(join(tmpdir(), 'a model--'))
  made.push(folder)
  await cp(tiny, folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

describe('a model that cannot be used is refused by name', () => {
  it.each([
    ['no folder', {}, '/nonexistent', /has none of onnx\/model.onnx/],
    ['no labels', { 'config.json': '{}' }, undefined, /id2label/],
    ['labels that say nothing', { 'config.json': '{"id2label":{"0":"LABEL_0"}}' }, undefined, /LABEL_0/],
    ['no JSON', { 'config.json': '[' }, undefined, /no JSON object/],
    ['unknown kinds', { 'usufruct.json': '{"labels":{"MISC":"alien"}}' }, undefined, /“alien”/],
  ])('%s', async (_, files, path, message) => {
    await expect(openNameModel(path ?? (await changed(files)))).rejects.toMatchObject({
      code: 'MODEL_UNSUITABLE',
      message: expect.stringMatching(message),
    })
  })

  it('says how to get the library where it is not installed', async () => {
    await expect(openNameModel(tiny, { library: tmpdir() })).rejects.toMatchObject({
      code: 'MODEL_LIBRARY_MISSING',
      kind: 'unreachable',
      hint: expect.stringContaining('npm install'),
    })
  })
})

describe.skipIf(library === undefined)('a model run by the real library', () => {
  it('finds names that neither rules nor the tagger know, and stands in the report by its hash', async () => {
    const text = `id,notes\n1,"then zorblax quindle of trelmwick went to nulvania by boat"\n`
    const model = await openNameModel(tiny, { library })
    const { ndjson, report, inspection } = await clean(textSource(text), {}, { model })
    expect(new TextDecoder().decode(ndjson)).toBe(
      '{"id":1,"notes":"then [person] of trelmwick went to nulvania by boat"}\n',
    )
    expect(inspection.notes.flatMap(({ finding }) => finding ?? [])).toEqual(['location', 'organization'])
    expect(inspection.notes.find(({ code }) => code === 'model-labels')?.text).toContain('MISC')
    expect(report.body.settings.model).toBe(model.sha256)
    const again = await clean(textSource(text), {}, { model: await openNameModel(tiny, { library }) })
    expect(again.report.hash).toBe(report.hash)
  })

  it('reads texts longer than the model’s longest sequence', async () => {
    const model = await openNameModel(tiny, { library })
    const text = `${'went by boat, '.repeat(60)}zorblax`
    expect(await model.find(text)).toEqual([{ start: text.length - 7, end: text.length, type: 'person' }])
  })

  it('takes the labels’ meaning from a file beside it, from wherever it lies', async () => {
    const plain = await openNameModel(tiny, { library })
    const folder = await changed({ 'usufruct.json': '{"labels":{"MISC":"person","LOC":null}}' })
    const model = await openNameModel(folder, { library })
    expect(await model.find('a klingon in nulvania')).toEqual([{ start: 2, end: 9, type: 'person' }])
    expect(model.unused).toEqual(['LOC'])
    expect(model.sha256).not.toBe(plain.sha256)
  })
})
