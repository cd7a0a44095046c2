import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { signLeaveCard } from '@usufruct/sdk/leaveCard/makeLeaveCard'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../run.ts'
import { createRecordingIo } from '../testing/recordingIo.ts'

/** Nothing listens on the discard port. */
const nowhere = 'http://127.0.0.1:9'
const word = (digit: string) => `0x${digit.repeat(64)}` as const
const contract = (digit: string) => `0x${digit.repeat(40)}` as const

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct card '))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const usufruct = async (...args: string[]) => {
  const { io, said } = createRecordingIo()
  const all = ['--home', home, '--node', nowhere, '--json', ...args]
  const code = await run(all, io, new AbortController().signal)
  return { code, said, error: said.err ? JSON.parse(said.err) : undefined }
}

const card = async () => {
  const deployment = { chainId: 31_337, members: contract('1') }
  const info = { name: 'Test', deployment, keepers: [], rpc: '/rpc' } as unknown as DaoInfo
  return signLeaveCard(privateKeyToAccount(word('7')), info, { dataset: 'birds', inners: [word('1')] })
}

it('sends a card in without account or node, and says when nobody can be reached', async () => {
  const { text } = await card()
  const file = join(home, 'card.txt')
  await writeFile(file, `My card:\n${text}\n`)
  for (const given of [file, text]) {
    const { code, error } = await usufruct('consent', 'card', '--relay', given, '--keeper', nowhere)
    expect([code, error.code]).toEqual([6, 'LEAVE_CARD_NOT_DELIVERED'])
  }
})

it('refuses a card that was changed before it asks anybody', async () => {
  const { text } = await card()
  const { error } = await usufruct('consent', 'card', '--relay', `${text.slice(0, -6)}AAAAAA`)
  expect(error.code).toBe('LEAVE_CARD_INVALID')
})

it('says what is neither a card nor a file, and where a card can be written', async () => {
  expect((await usufruct('consent', 'card', '--relay', join(home, 'nope'))).error.code).toBe(
    'FILE_UNREADABLE',
  )
  expect((await usufruct('consent', 'card', '--out', 'card.docx')).error.code).toBe('USAGE')
  expect((await usufruct('consent', 'card', '--rpc', nowhere)).error.code).toBe('USAGE')
})
