import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLocalStorage } from './local.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usufruct storage '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = new TextEncoder().encode('what a member lent')
const hash: Hex = `0x${createHash('sha256').update(bytes).digest('hex')}`

test('what is put can be had under its hash, whole and in parts', async () => {
  const storage = await createLocalStorage(folder)
  expect(await storage.put(bytes)).toBe(hash)
  expect(await storage.put(bytes)).toBe(hash)
  expect(new Uint8Array(await storage.get(hash))).toEqual(bytes)
  const part = await new Response(await storage.read(hash, { start: 5, end: 5 })).text()
  expect(part).toBe('a')
  expect(await storage.size(hash)).toBe(bytes.length)
})

test('a file is taken over only under its own hash', async () => {
  const storage = await createLocalStorage(folder)
  const path = join(folder, 'upload')
  await writeFile(path, 'other bytes')
  await expect(storage.adopt(path, hash)).rejects.toMatchObject({ code: 'BLOB_HASH_MISMATCH' })
  expect(await storage.size(hash)).toBeNull()
  await writeFile(path, bytes)
  await storage.adopt(path, hash)
  expect(await storage.size(hash)).toBe(bytes.length)
})

test('what is not there is a typed error', async () => {
  const storage = await createLocalStorage(folder)
  await expect(storage.get(hash)).rejects.toMatchObject({ code: 'BLOB_NOT_FOUND', kind: 'notFound' })
  await expect(storage.read(hash)).rejects.toMatchObject({ code: 'BLOB_NOT_FOUND' })
})

test('what a killed process left half-written is gone after the next start', async () => {
  await createLocalStorage(folder)
  await writeFile(join(folder, 'incoming', 'half'), 'ha')
  await createLocalStorage(folder)
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})
