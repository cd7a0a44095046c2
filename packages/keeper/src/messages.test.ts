import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  depositSharesTypes,
  licenseKeyRequestTypes,
  taskKeyRequestTypes,
} from '@usufruct/sdk/messages/offchain'
import { processingGrantTypes, withdrawConsentsTypes } from '@usufruct/sdk/messages/onchain'
import { licenseKeyRequestDigest, taskKeyRequestDigest } from '@usufruct/sdk/shares/keyRequest'
import { shareReceiptTypes } from '@usufruct/sdk/shares/shareReceipt'
import { type Address, type Hex, hashTypedData } from 'viem'
import { expect, test } from 'vitest'

type Vector = {
  name: string
  domain: { chainId: number; verifyingContract: Address }
  message: Record<string, never>
  digest: Hex
}
const path = new URL('../../sdk/src/messages/vectors.json', import.meta.url)
const vectors: Vector[] = JSON.parse(readFileSync(fileURLToPath(path), 'utf8'))
const of = (name: string) => vectors.filter((vector) => vector.name === name)

/** What a keeper checks or signs, with the types it uses for it. */
const types = {
  ...withdrawConsentsTypes,
  ...depositSharesTypes,
  ...processingGrantTypes,
  ...licenseKeyRequestTypes,
  ...taskKeyRequestTypes,
  ...shareReceiptTypes,
}

test.each(Object.entries(types))('a keeper hashes %s as the contracts and the SDK do', (name, fields) => {
  expect(of(name).length).toBeGreaterThan(0)
  for (const { domain, message, digest } of of(name))
    expect(
      hashTypedData({
        domain: { name: 'Usufruct', version: '1', ...domain },
        types: { [name]: [...fields] },
        primaryType: name,
        message,
      }),
    ).toBe(digest)
})

test('the digests that bind an answer to its request are those', () => {
  const dao = ({ domain }: Vector) => ({ chainId: domain.chainId, members: domain.verifyingContract })
  for (const vector of of('LicenseKeyRequest'))
    expect(licenseKeyRequestDigest(dao(vector), vector.message as never)).toBe(vector.digest)
  for (const vector of of('TaskKeyRequest'))
    expect(taskKeyRequestDigest(dao(vector), vector.message as never)).toBe(vector.digest)
})
