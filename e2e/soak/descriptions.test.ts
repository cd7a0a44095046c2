import { execFile } from 'node:child_process'
import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { usufruct } from '../stack/usufruct.ts'

const run = promisify(execFile)
const mlcroissant = process.env.MLCROISSANT

let home: string
let stack: Stack

beforeAll(async () => {
  home = await newHome()
  stack = await startStack({ home })
  await stack.played()
})

afterAll(async () => {
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

/** Their own validator, as others would run it. */
const validate = async (path: string) => {
  if (!mlcroissant) throw new Error('MLCROISSANT names no mlcroissant; `pip install mlcroissant` has it.')
  const { stderr, stdout } = await run(mlcroissant, ['validate', '--jsonld', path], { timeout: 120_000 })
  const said = `${stdout}${stderr}`
  expect(said).toMatch(/Done/)
  expect(said).not.toMatch(/warning|error/i)
}

/** A dataset card as the Hugging Face library reads it; without a network, like every check here. */
const readCard = async (path: string): Promise<Record<string, unknown>> => {
  const python = process.env.PYTHON
  if (!python)
    throw new Error('PYTHON names no Python with huggingface_hub; `pip install huggingface_hub` has it.')
  const program =
    'import json, sys; from huggingface_hub import DatasetCard; print(json.dumps(DatasetCard.load(sys.argv[1]).data.to_dict()))'
  const { stdout } = await run(python, ['-c', program, path], {
    timeout: 120_000,
    env: { ...process.env, HF_HUB_OFFLINE: '1' },
  })
  return JSON.parse(stdout)
}

it('describes every release in valid Croissant', async () => {
  const { releases } = await stack.node.call('getDataset', { params: { slug: 'palmer-penguins' } })
  expect(releases.length).toBeGreaterThanOrEqual(2)
  for (const { offer, release, croissant } of releases) {
    const answer = await stack.node.raw(`/api/blobs/${croissant}`)
    const path = join(home, `croissant-${offer}-${release}.json`)
    await writeFile(path, await answer.text())
    await validate(path)
  }
})

it('describes a download in valid Croissant, and in a card that Hugging Face reads', async () => {
  const { json } = await usufruct<{ licenses: { license: string }[] }>(
    stack,
    '--as',
    'modelworks',
    'license',
    'list',
  )
  const out = join(home, 'downloaded')
  const answer = await usufruct(
    stack,
    '--as',
    'modelworks',
    'download',
    json.licenses[0]?.license ?? '',
    '--out',
    out,
  )
  expect(answer.code).toBe(0)
  await validate(join(out, 'croissant.json'))
  const card = await readCard(join(out, 'README.md'))
  expect(card).toMatchObject({ license: 'other', license_link: 'LICENSE.txt', size_categories: ['n<1K'] })
  expect(card.extra_gated_fields).toHaveProperty(['I agree to delete records on notice'], 'checkbox')
  for (const file of ['offer.odrl.jsonld', 'license-text.md', 'certificate.json'])
    expect((await stat(join(out, file))).size, file).toBeGreaterThan(100)
})
