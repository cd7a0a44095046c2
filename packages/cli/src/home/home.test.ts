import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UsufructError } from '@usufruct/sdk/domain/errors'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepAccount, listAccounts, readAccount } from './accounts.ts'
import { createFileDrafts } from './fileDrafts.ts'
import { createFileTokens } from './fileTokens.ts'
import { nodeUrlOf } from './nodeUrl.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct home '))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: UsufructError) => error.code,
  )
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('accounts', () => {
  it('are readable by their owner alone', async () => {
    await keepAccount(home, 'ann')
    expect(await modeOf(join(home, 'accounts', 'ann.json'))).toBe('600')
    expect(await modeOf(join(home, 'accounts'))).toBe('700')
  })

  it('are refused when others may read them', async () => {
    await keepAccount(home, 'ann')
    await chmod(join(home, 'accounts', 'ann.json'), 0o644)
    expect(await codeOf(readAccount(home, 'ann'))).toBe('ACCOUNT_EXPOSED')
  })

  it.each([
    ['no JSON', '{'],
    ['empty', ''],
    ['another form', '{"name":"ann"}'],
    [
      'a key that is not the address’s',
      JSON.stringify({
        account: 'usufruct-account/1',
        name: 'ann',
        address: `0x${'11'.repeat(20)}`,
        privateKey: `0x${'22'.repeat(32)}`,
      }),
    ],
  ])('are refused when damaged: %s', async (_, text) => {
    await mkdir(join(home, 'accounts'))
    await writeFile(join(home, 'accounts', 'ann.json'), text, { mode: 0o600 })
    expect(await codeOf(readAccount(home, 'ann'))).toBe('ACCOUNT_DAMAGED')
  })

  it('are refused under another’s name', async () => {
    await keepAccount(home, 'ann')
    const text = await readFile(join(home, 'accounts', 'ann.json'), 'utf8')
    await writeFile(join(home, 'accounts', 'bob.json'), text, { mode: 0o600 })
    expect(await codeOf(readAccount(home, 'bob'))).toBe('ACCOUNT_DAMAGED')
  })

  it('are listed without what else lies beside them', async () => {
    await keepAccount(home, 'zoe')
    await keepAccount(home, 'ann')
    await writeFile(join(home, 'accounts', 'Notes.txt'), '')
    expect(await listAccounts(home)).toEqual(['ann', 'zoe'])
    expect(await listAccounts(join(home, 'nowhere'))).toEqual([])
  })
})

describe('writeDurably', () => {
  it('leaves nothing beside what it wrote', async () => {
    await writeDurably(join(home, 'a', 'b.json'), 'one')
    await writeDurably(join(home, 'a', 'b.json'), 'two')
    expect(await readdir(join(home, 'a'))).toEqual(['b.json'])
    expect(await readFile(join(home, 'a', 'b.json'), 'utf8')).toBe('two')
  })

  it('says that a file stands where a folder is needed', async () => {
    await writeFile(join(home, 'file'), '')
    expect(await codeOf(writeDurably(join(home, 'file', 'b'), 'x'))).toMatch(/NOT_A_FOLDER|EEXIST/)
  })

  it('leaves the old one when the new one cannot be written', async () => {
    await writeDurably(join(home, 'b.json'), 'one')
    await mkdir(join(home, 'folder'))
    // A folder cannot be renamed over, as root neither.
    expect(await codeOf(writeDurably(join(home, 'folder'), 'x'))).not.toBe('done')
    expect((await readdir(home)).sort()).toEqual(['b.json', 'folder'])
  })
})

describe('drafts', () => {
  it('come back, are private, and go', async () => {
    const drafts = createFileDrafts(home)
    await drafts.put('contribution/1/0x2', { salt: 'x' })
    const [file = ''] = await readdir(join(home, 'drafts'))
    expect(await modeOf(join(home, 'drafts', file))).toBe('600')
    expect(await createFileDrafts(home).get('contribution/1/0x2')).toEqual({ salt: 'x' })
    expect(await drafts.get('another')).toBeUndefined()
    await drafts.delete('contribution/1/0x2')
    expect(await readdir(join(home, 'drafts'))).toEqual([])
  })

  it('that are damaged are not taken for missing', async () => {
    const drafts = createFileDrafts(home)
    await drafts.put('key', 1)
    const [file = ''] = await readdir(join(home, 'drafts'))
    await writeFile(join(home, 'drafts', file), '{"key":')
    expect(await codeOf(drafts.get('key'))).toBe('DRAFT_DAMAGED')
  })
})

describe('sessions', () => {
  it('are kept until they end', async () => {
    const tokens = createFileTokens(home)
    await tokens.put('a', { token: 'x', expiresAt: 4_000_000_000 })
    await tokens.put('b', { token: 'y', expiresAt: 5 })
    expect(await modeOf(join(home, 'sessions.json'))).toBe('600')
    expect(await tokens.get('a')).toEqual({ token: 'x', expiresAt: 4_000_000_000 })
    expect(await tokens.get('b')).toBeUndefined()
    await tokens.delete('a')
    expect(await tokens.get('a')).toBeUndefined()
  })

  it('that are damaged only cost signing in again', async () => {
    await writeFile(join(home, 'sessions.json'), 'garbage')
    const tokens = createFileTokens(home)
    expect(await tokens.get('a')).toBeUndefined()
    await tokens.put('a', { token: 'x', expiresAt: 4_000_000_000 })
    expect(await tokens.get('a')).toBeDefined()
  })
})

it.each([
  ['{"url":"http://localhost:5000"}', 'http://localhost:5000'],
  ['{"url":"file:///etc/passwd"}', 'http://localhost:4747'],
  ['{"ur', 'http://localhost:4747'],
  [undefined, 'http://localhost:4747'],
])('takes the node of the home from %s', async (text, url) => {
  if (text) await writeFile(join(home, 'node.json'), text)
  expect(await nodeUrlOf(home)).toBe(url)
})
