import { readFileSync } from 'node:fs'
import { type Address, type Hex, hashStruct, hashTypedData, type TypedDataParameter } from 'viem'
import { expect, test } from 'vitest'
import { eip712Domain } from './domain.ts'
import * as offchain from './offchain.ts'
import * as onchain from './onchain.ts'

type Vector = {
  name: string
  domain: { chainId: number; verifyingContract: Address }
  message: Record<string, unknown>
  structHash: Hex
  digest: Hex
}

// The same file that the contracts' tests read.
const vectors: Vector[] = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'))

/** Every `…Types` of the two files, by the name of its message. */
const types: Record<string, TypedDataParameter[]> = Object.assign(
  {},
  ...Object.entries({ ...onchain, ...offchain })
    .filter(([name]) => name.endsWith('Types'))
    .map(([, value]) => value),
)

test.each(vectors.map((vector, at) => ({ ...vector, at })))('vector $at, $name', (vector) => {
  const { name, domain, message, structHash, digest } = vector
  const fields = types[name]
  expect(fields, `a type called ${name}`).toBeDefined()
  const data = { types: { [name]: fields ?? [] }, primaryType: name, message }
  expect(fields?.map((field) => field.name)).toEqual(Object.keys(message))
  expect(hashStruct({ types: data.types, primaryType: name, data: message })).toBe(structHash)
  expect(hashTypedData({ ...data, domain: eip712Domain(domain.chainId, domain.verifyingContract) })).toBe(
    digest,
  )
})

test('every message has a vector', () => {
  expect(Object.keys(types).sort()).toEqual([...new Set(vectors.map(({ name }) => name))].sort())
})
