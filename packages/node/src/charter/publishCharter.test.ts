import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CharterInput } from '@usufruct/sdk/founding/charter'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { daoFile, textsFile } from './homeTexts.ts'
import { loadCharter } from './loadCharter.ts'
import { publishCharter } from './publishCharter.ts'
import { requireCharterOnChain } from './requireCharterOnChain.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const now = 1_800_000_000

let folder: string
let home: string
let charterPath: string

/** The sample with texts of its own beside it, in one language, so that a test may change all of it. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usufruct-charter-'))
  home = join(folder, 'home')
  charterPath = join(folder, 'own', 'dao.json')
  const dao = JSON.parse(await readFile(`${root}samples/dao.json`, 'utf8')) as CharterInput
  dao.languages = ['en']
  dao.texts.agreement = dao.texts.agreement.slice(0, 1)
  const paths = [dao.texts.charter, ...dao.texts.agreement, ...dao.offers.map(({ text }) => text)]
  for (const path of paths) {
    const own = join(folder, 'own', path)
    await mkdir(dirname(own), { recursive: true })
    await cp(`${root}${path}`, own)
  }
  dao.texts.charter = `./${dao.texts.charter}`
  dao.texts.agreement = dao.texts.agreement.map((path) => `./${path}`)
  for (const offer of dao.offers) offer.text = `./${offer.text}`
  await writeFile(charterPath, JSON.stringify(dao))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const publish = () => publishCharter({ home, charterPath, now })

const change = async (change: (dao: CharterInput) => void) => {
  const dao = JSON.parse(await readFile(charterPath, 'utf8')) as CharterInput
  change(dao)
  await writeFile(charterPath, JSON.stringify(dao))
}

it('publishes once and never reads the founding file or a template again', async () => {
  const first = await publish()
  await rm(join(folder, 'own'), { recursive: true })
  expect(await publish()).toEqual(first)
  expect(await loadCharter(home)).toEqual(first)
  expect(first.texts.charter.text).toContain('Palmer Penguin Co-op')
  expect((await readdir(join(home, 'dao', 'texts'))).sort()).toEqual(
    [first.texts.charter, ...first.texts.agreements, ...first.texts.licenses.values()]
      .map(({ hash }) => `${hash.slice(2)}.md`)
      .sort(),
  )
})

it.each([
  [
    'after some texts',
    async () => {
      await rm(textsFile(home))
      await rm(daoFile(home))
      const [name = ''] = await readdir(join(home, 'dao', 'texts'))
      await rm(join(home, 'dao', 'texts', name))
    },
  ],
  [
    'after all texts',
    async () => {
      await rm(textsFile(home))
      await rm(daoFile(home))
    },
  ],
  ['before the list', () => rm(textsFile(home))],
])('killed %s, publishes the same at the next start', async (_, kill) => {
  const first = await publish()
  await kill()
  expect(await publish()).toEqual(first)
})

it('takes nothing from a founding that was given up before its list was written', async () => {
  const first = await publish()
  await rm(textsFile(home))
  await change((dao) => {
    dao.name = 'Another Co-op'
  })
  const second = await publish()
  expect(second.charter.name).toBe('Another Co-op')
  expect(second.texts.charter.hash).not.toBe(first.texts.charter.hash)
})

it('refuses to start with a text that somebody touched, and names the file', async () => {
  const { texts } = await publish()
  const path = join(home, 'dao', 'texts', `${texts.agreements[0]?.hash.slice(2)}.md`)
  const before = await readFile(path, 'utf8')
  await writeFile(path, before.replace('30 days', '3 days'))
  await expect(publish()).rejects.toMatchObject({ code: 'TEXT_HASH_MISMATCH', details: { path } })
  await writeFile(path, `${before}\n`)
  await expect(loadCharter(home)).rejects.toMatchObject({ code: 'TEXT_HASH_MISMATCH', details: { path } })
  await rm(path)
  await expect(publish()).rejects.toMatchObject({ code: 'CHARTER_INVALID', details: { path } })
})

it('refuses numbers that somebody touched', async () => {
  await publish()
  const dao = await readFile(daoFile(home), 'utf8')
  await writeFile(daoFile(home), dao.replace('"treasuryBps": 2000', '"treasuryBps": 2001'))
  await expect(publish()).rejects.toMatchObject({
    code: 'TEXT_HASH_MISMATCH',
    details: { path: daoFile(home) },
  })
})

it('publishes nothing from a charter that cannot be used', async () => {
  await change((dao) => {
    dao.governance.votes.push('consents')
  })
  await expect(publish()).rejects.toMatchObject({ code: 'CHARTER_RIGHTS_UP_FOR_VOTE' })
  await change((dao) => {
    dao.governance.votes.pop()
    dao.texts.charter = './legal/charter/gone.md'
  })
  await expect(publish()).rejects.toMatchObject({ code: 'CHARTER_INVALID' })
  await writeFile(charterPath, '{')
  await expect(publish()).rejects.toMatchObject({ code: 'CHARTER_INVALID', details: { path: charterPath } })
  await expect(loadCharter(home)).rejects.toMatchObject({ code: 'NOT_FOUNDED' })
})

it('takes a real DAO onto a public chain only', async () => {
  await change((dao) => {
    Object.assign(dao, { practice: false, accounts: [], treasury: `0x${'1'.repeat(40)}` })
  })
  await expect(publish()).rejects.toMatchObject({ code: 'PRACTICE_ONLY' })
  await expect(loadCharter(home)).rejects.toMatchObject({ code: 'NOT_FOUNDED' })
  const { charter } = await publishCharter({ home, charterPath, now, ownChain: false })
  expect(charter.practice).toBe(false)
  await expect(publish()).rejects.toMatchObject({ code: 'PRACTICE_ONLY' })
})

it('holds the charter against the chain', async () => {
  const { texts } = await publish()
  const chainSays = (hash: string) => ({ readContract: async () => hash }) as never
  const members = `0x${'1'.repeat(40)}` as const
  await requireCharterOnChain(chainSays(texts.charter.hash), members, texts.charter.hash)
  const other = `0x${'a'.repeat(64)}`
  await expect(requireCharterOnChain(chainSays(other), members, texts.charter.hash)).rejects.toMatchObject({
    code: 'CHARTER_NOT_ON_CHAIN',
    details: { onChain: other },
  })
})
