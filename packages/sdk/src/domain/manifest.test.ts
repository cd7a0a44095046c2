import { utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonicalJson.ts'
import { UsufructError } from './errors.ts'
import { decodeManifest, encodeManifest, type Manifest } from './manifest.ts'
import { createRowsRoot } from './rowsRoot.ts'

const id = (byte: string): `0x${string}` => `0x${byte.repeat(32)}`
const part = (byte: string, rows: number): Manifest['parts'][number] => ({
  contribution: id(byte),
  consent: id('bb'),
  blob: id('cc'),
  bytes: 400,
  rows,
  rowsRoot: id('dd'),
  weight: '131072',
  recipient: `age1${'q'.repeat(58)}`,
  keyCommitment: id('ee'),
})
const valid: Manifest = {
  schema: 'usufruct-release/1',
  dao: `0x${'11'.repeat(20)}`,
  chainId: 31337,
  dataset: { id: id('22'), slug: 'palmer-penguins', name: 'Palmer penguins' },
  offer: '1',
  release: 1,
  at: 1_763_700_000,
  validUntil: 1_800_000_000,
  purposes: ['research.academic'],
  columns: [{ name: 'species', type: 'string' }],
  parts: [part('01', 2), part('02', 3)],
  croissant: id('ff'),
  rowsTotal: 5,
}

const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return error instanceof UsufructError ? [error.code, error.details] : error
  }
  return 'accepted'
}

describe('manifest', () => {
  it('reads back what it wrote', () => {
    expect(decodeManifest(encodeManifest(valid).bytes)).toEqual(valid)
  })

  it('has one hash, however its keys were ordered', () => {
    const reversed = Object.fromEntries(Object.entries(valid).reverse()) as Manifest
    expect(encodeManifest(reversed).hash).toBe(encodeManifest(valid).hash)
  })

  it.each([
    ['a sum of rows that is off', { rowsTotal: 4 }, 'rowsTotal'],
    ['a contribution twice', { parts: [part('01', 2), part('01', 3)] }, 'parts.1'],
    ['a column that every row has already', { columns: [{ name: 'grant', type: 'string' }] }, 'columns.0'],
    ['an unknown field', { note: 'hello' }, ''],
    ['another schema', { schema: 'usufruct-release/2' }, 'schema'],
  ])('refuses %s', (_, change, path) => {
    expect(codeOf(() => encodeManifest({ ...valid, ...change } as Manifest))).toEqual([
      'MANIFEST_INVALID',
      { issues: [expect.objectContaining({ path })] },
    ])
  })

  it.each([
    ['white space', JSON.stringify(valid, null, 1)],
    ['a key twice', canonicalJson(valid).replace('"release":1', '"release":7,"release":1')],
    ['what is not JSON', '{'],
    ['upper-case hex', canonicalJson(valid).replace(id('ff'), `0x${'FF'.repeat(32)}`)],
  ])('refuses bytes with %s', (_, text) => {
    expect(codeOf(() => decodeManifest(utf8ToBytes(text)))).toEqual(['MANIFEST_INVALID', expect.anything()])
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(codeOf(() => decodeManifest(Uint8Array.of(0x7b, 0xff, 0x7d)))).toEqual(['MANIFEST_INVALID', {}])
  })
})

it('the rows root depends on the order of rows', () => {
  const [forth, back] = [createRowsRoot(), createRowsRoot()]
  const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  forth.add(a)
  forth.add(b)
  back.add(b)
  back.add(a)
  expect(forth.root()).not.toBe(back.root())
  expect(createRowsRoot().root()).toBe('0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
