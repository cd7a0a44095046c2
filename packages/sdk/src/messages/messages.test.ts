import { readFileSync } from 'node:fs'
import { type Address, type Hex, hashStruct, hashTypedData, type TypedDataParameter } from 'viem'
import { expect, test } from 'vitest'
import { shareReceiptTypes } from '../shares/shareReceipt.ts'
import * as offchain from './offchain.ts'
import * as onchain from './onchain.ts'

type Vector = {
  name: string
  type: string
  /** Nothing for a message from before there is a chain. */
  domain: { chainId: number; verifyingContract: Address } | Record<string, never>
  message: Record<string, unknown>
  structHash: Hex
  digest: Hex
}

// The same file that the contracts' tests read.
const vectors: Vector[] = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'))

/** Every `…Types` there is, by the name of its message. */
const types: Record<string, TypedDataParameter[]> = Object.assign(
  {},
  ...Object.entries({ ...onchain, ...offchain, shareReceiptTypes })
    .filter(([name]) => name.endsWith('Types'))
    .map(([, value]) => value),
)

test.each(vectors.map((vector, at) => ({ ...vector, at })))('vector $at, $name', (vector) => {
  const { name, type, domain, message, structHash, digest } = vector
  const fields = types[name]
  expect(fields, `a type called ${name}`).toBeDefined()
  const data = { types: { [name]: fields ?? [] }, primaryType: name, message }
  expect(fields?.map((field) => field.name)).toEqual(Object.keys(message))
  expect(`${name}(${fields?.map((field) => `${field.type} ${field.name}`).join(',')})`).toBe(type)
  expect(hashStruct({ types: data.types, primaryType: name, data: message })).toBe(structHash)
  expect(hashTypedData({ ...data, domain: { name: 'Usufruct', version: '1', ...domain } })).toBe(digest)
})

test('what can be signed once means one thing: no two messages have the same form', () => {
  const digests = new Set(vectors.map(({ digest }) => digest))
  expect(digests.size).toBe(vectors.length)
})

test('a pause is no withdrawal, though both name the same', () => {
  const message = (name: string) => vectors.find((vector) => vector.name === name)
  expect(message('PauseConsents')?.message).toEqual(message('WithdrawConsents')?.message)
  expect(message('PauseConsents')?.digest).not.toBe(message('WithdrawConsents')?.digest)
})

test('every message has a vector', () => {
  expect(Object.keys(types).sort()).toEqual([...new Set(vectors.map(({ name }) => name))].sort())
})
