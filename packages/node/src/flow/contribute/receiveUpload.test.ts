import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import { files } from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { maxUpload, receivePiece, startUpload } from './receiveUpload.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const account = id('account').slice(0, 42) as Hex

const cleaning: Hex[] = []
let open: Awaited<ReturnType<typeof openTestContext>>
beforeAll(async () => {
  const jobs = { clean: async (contribution: Hex) => void cleaning.push(contribution) }
  open = await openTestContext({ jobs: jobs as unknown as Context['jobs'] })
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  cleaning.length = 0
  await open.ctx.db.delete(files)
})

const announce = async (text: string) => {
  const bytes = new TextEncoder().encode(text)
  const sha256: Hex = `0x${createHash('sha256').update(bytes).digest('hex')}`
  await open.ctx.db.insert(files).values({
    contribution: id(text),
    account,
    dataset: 'palmer-penguins',
    name: text,
    contentHash: id('content'),
    salt: id('salt'),
    recipient: 'age1',
    keyCommitment: id('key'),
    blob: sha256,
    blobBytes: bytes.length,
    contentBytes: 1,
    rows: 1,
    provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
    findings: [],
    reportVersion: '1',
    reportHash: id('report'),
    invalid: 0,
    duplicatesWithin: 0,
    grantHolder: account,
    grantTasks: 'clean,review,value',
    grantUntil: 2_000_000_000,
    grantSignature: '0x00',
    describedAt: 1,
  })
  return { bytes, sha256, size: bytes.length }
}

test('the same piece sent twice at once is written once', async () => {
  const { bytes, sha256 } = await announce('sent twice because the first answer was late')
  const piece = { sha256, offset: 0, piece: bytes.subarray(0, 10) }
  const both = await Promise.allSettled([
    receivePiece(open.ctx, account, piece),
    receivePiece(open.ctx, account, piece),
  ])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  const rest = await receivePiece(open.ctx, account, { sha256, offset: 10, piece: bytes.subarray(10) })
  expect(rest.complete).toBe(true)
  expect(cleaning).toHaveLength(1)
})

test('all of it had arrived when the node was killed: asking where to go on finishes it', async () => {
  const { bytes, sha256, size } = await announce('killed before it had its name')
  await mkdir(join(open.ctx.home, 'uploads'), { recursive: true })
  await writeFile(join(open.ctx.home, 'uploads', `${account.slice(2)}-${sha256.slice(2)}.part`), bytes)
  expect(await startUpload(open.ctx, account, { sha256, size })).toEqual({ offset: size, complete: true })
  expect(await open.ctx.storage.size(sha256)).toBe(size)
  expect(cleaning).toEqual([id('killed before it had its name')])
})

test('more than was announced, or than is taken at all, is refused', async () => {
  const { bytes, sha256, size } = await announce('short')
  await expect(
    receivePiece(open.ctx, account, { sha256, offset: 0, piece: new Uint8Array([...bytes, 1]) }),
  ).rejects.toMatchObject({ code: 'UPLOAD_OFFSET_MISMATCH' })
  await expect(startUpload(open.ctx, account, { sha256, size: maxUpload + 1 })).rejects.toMatchObject({
    code: 'UPLOAD_TOO_LARGE',
    kind: 'limit',
  })
  await expect(startUpload(open.ctx, account, { sha256, size: size + 1 })).rejects.toMatchObject({
    code: 'UPLOAD_SIZE_MISMATCH',
  })
})
