import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answersToCharter } from '@usufruct/sdk/founding/answersToCharter'
import { emptyDraft, type FoundingDraft } from '@usufruct/sdk/founding/draft'
import { draftFile } from '@usufruct/sdk/founding/draftFile.node'
import { sealDraft } from '@usufruct/sdk/founding/sealDraft'
import { signDraft } from '@usufruct/sdk/founding/signDraft'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadCharter } from '../charter/loadCharter.ts'
import { hasDao, requireCurrentContracts, requireEmptyHome, requireTextsOfHome } from './homeState.ts'
import { legalTemplates } from './legalTemplates.ts'
import { foundedOn, publishDraft } from './publishDraft.ts'
import { type StartedFounding, startFounding } from './startFounding.ts'

let home: string
let serving: StartedFounding | undefined

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct found '))
})
afterEach(async () => {
  await serving?.stop()
  serving = undefined
  await rm(home, { recursive: true, force: true })
})

const ada = privateKeyToAccount(generatePrivateKey())

const sealed = async (name = 'River Watch'): Promise<FoundingDraft> => {
  const templates = await legalTemplates()
  const founder = { name: 'ada', address: ada.address.toLowerCase() as `0x${string}` }
  return sealDraft(
    emptyDraft(`0x${'5a'.repeat(32)}`),
    answersToCharter({ name }, templates),
    [founder],
    templates,
  )
}

const never = async () => {
  throw new Error('nothing is started here')
}
const serve = async () => {
  serving = await startFounding({ home, port: 0, starters: { chain: never, keeper: never } })
  const { url } = serving
  return (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init)
}
const put = (draft: unknown): RequestInit => ({ method: 'PUT', body: JSON.stringify({ draft }) })

test('says that a DAO can be founded, with the texts to found it on', async () => {
  const ask = await serve()
  expect(await (await ask('/api/founding')).json()).toMatchObject({ mode: 'founding', step: 'asking', home })
  const { templates } = (await (await ask('/api/founding/templates')).json()) as { templates: unknown[] }
  expect(templates.length).toBeGreaterThan(8)
  expect(await (await ask('/api/dao')).json()).toMatchObject({ code: 'NOT_FOUNDED' })
})

test('keeps the draft in the home, whole, and gives it back', async () => {
  const ask = await serve()
  const draft = await sealed()
  expect((await ask('/api/founding/draft', put(draft))).status).toBe(200)
  expect(await (await ask('/api/founding/draft')).json()).toEqual({ draft })
  expect(JSON.parse(await readFile(draftFile(home), 'utf8'))).toEqual(draft)
  const odd = await ask('/api/founding/draft', put({ schema: 'else' }))
  expect(odd.status).toBe(422)
  expect(await odd.json()).toMatchObject({ code: 'DRAFT_INVALID' })
})

test.each([
  ['a page elsewhere', { origin: 'http://evil.example' }, 'FOREIGN_ORIGIN'],
  ['a proxy', { 'x-forwarded-for': '203.0.113.7' }, 'LOOPBACK_ONLY'],
])('takes nothing from %s', async (_, headers, code) => {
  const ask = await serve()
  const answer = await ask('/api/founding/draft', { ...put(await sealed()), headers })
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({ code })
})

test('deploys no draft that is not signed, and stays as it was', async () => {
  const ask = await serve()
  const deploy = (draft: unknown) =>
    ask('/api/founding/deploy', { method: 'POST', body: JSON.stringify({ draft }) })
  const unsigned = await deploy(await sealed())
  expect(unsigned.status).toBe(403)
  expect(await unsigned.json()).toMatchObject({ code: 'DRAFT_NOT_SIGNED', details: { founders: ['ada'] } })
  expect(await (await ask('/api/founding')).json()).toMatchObject({ mode: 'founding', step: 'asking' })
  expect(await hasDao(home)).toBe(false)
})

test('is served once; a second process says where', async () => {
  const ask = await serve()
  expect((await ask('/api/health')).ok).toBe(true)
  const again = await startFounding({ home, port: 0, starters: { chain: never, keeper: never } })
  expect(again).toMatchObject({ alreadyRunning: true, url: serving?.url })
})

test('publishes what was signed, goes on with the same draft, and takes no other', async () => {
  const draft = await signDraft(await sealed(), ada)
  const { charter } = await publishDraft({ home, draft, ownChain: true })
  expect(charter).toBe(draft.texts.find(({ kind }) => kind === 'charter')?.rendered)
  expect((await loadCharter(home)).charter.name).toBe('River Watch')
  expect(await foundedOn(home)).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await publishDraft({ home, draft, ownChain: true })).toEqual({ charter })
  const other = await signDraft(await sealed('Others'), ada)
  await expect(publishDraft({ home, draft: other, ownChain: true })).rejects.toMatchObject({
    code: 'HOME_NOT_EMPTY',
  })
})

test('a home with keys of a DAO is not empty; one with accounts is', async () => {
  await writeFile(join(home, 'accounts.txt'), '')
  await requireEmptyHome(home, '0x00')
  await writeFile(join(home, 'keys.json'), '{}')
  await expect(requireEmptyHome(home, '0x00')).rejects.toMatchObject({ code: 'HOME_NOT_EMPTY' })
})

test('a home of a DAO whose texts are missing is not given others', async () => {
  await requireTextsOfHome(home)
  await writeFile(join(home, 'keys.json'), '{}')
  await expect(requireTextsOfHome(home)).rejects.toMatchObject({ code: 'HOME_WITHOUT_TEXTS' })
  await rm(join(home, 'keys.json'))
  await publishDraft({ home, draft: await signDraft(await sealed(), ada), ownChain: true })
  await writeFile(join(home, 'keys.json'), '{}')
  await requireTextsOfHome(home)
})

test('a home whose contracts an earlier version deployed is refused, and one under way is not', async () => {
  await requireCurrentContracts(home)
  await mkdir(join(home, 'deployments'))
  const record = join(home, 'deployments', '31337.json')
  for (const text of ['', '{"chainId":31337,"members":"0x01"}']) {
    await writeFile(record, text)
    await requireCurrentContracts(home)
  }
  // One that was not finished, either: half of it is of no use to anybody.
  await writeFile(record, '{"chainId":31337,"accessManager":"0x01","membership":"0x02"}')
  await expect(requireCurrentContracts(home)).rejects.toMatchObject({
    code: 'HOME_OF_EARLIER_VERSION',
    kind: 'conflict',
    details: { contracts: ['membership', 'accessManager'] },
  })
})

test('can be stopped while what was begun comes to nothing', async () => {
  const ask = await serve()
  // Where a start needs a folder.
  await writeFile(join(home, 'logs'), '')
  const draft = await signDraft(await sealed(), ada)
  const begun = await ask('/api/founding/deploy', { method: 'POST', body: JSON.stringify({ draft }) })
  expect(begun.status).toBe(200)
  await serving?.stop()
  await expect(ask('/api/health')).rejects.toThrow()
})
