import type { Address, Hex } from 'viem'
import { expect, test } from 'vitest'
import {
  consentBitsOf,
  consentIdOf,
  consentInnerOf,
  datasetIdOf,
  newConsentSalt,
  readConsentBits,
  readGrant,
} from './ids.ts'

const bits = {
  dataset: datasetIdOf('palmer-penguins'),
  salt: '0x4c4cbc92a7c37b70' as Hex,
  time: 1_900_000_000,
  end: 2_000_000_000,
  purposes: 9,
}
const terms: Hex = '0x9ff867f6592aa9d6d039e7aad6bd71f1659720cbc4dd9eae1554f6eab490098b'
const account: Address = '0x5b38da6a701c568545dcfcb03fcb875f56beddc4'

test('a dataset has 64 bits', () => {
  expect(bits.dataset).toMatch(/^0x0{48}[0-9a-f]{16}$/)
})

test('the word has each field where the contract looks for it, and gives them back', () => {
  const word = consentBitsOf(bits)
  expect(word & (2n ** 64n - 1n)).toBe(BigInt(bits.dataset))
  expect(word >> 208n).toBe(9n)
  expect(readConsentBits(word)).toEqual(bits)
  const full = 2n ** 240n - 1n
  expect(consentBitsOf(readConsentBits(full))).toBe(full)
})

test('a field that is too large is refused, and does not run into the next', () => {
  expect(() => consentBitsOf({ ...bits, end: 2 ** 40 })).toThrow(/end/)
  expect(() => consentBitsOf({ ...bits, purposes: 2 ** 32 })).toThrow(/purposes/)
  expect(() => consentBitsOf({ ...bits, dataset: `0x${'99'.repeat(32)}` })).toThrow(/dataset/)
})

test('the id is the same whenever it was signed and whenever it was granted', () => {
  const { time: _, ...rest } = bits
  const inner = consentInnerOf({ ...rest, terms })
  expect(readGrant({ account, terms, grant: consentBitsOf(bits) })).toEqual({
    ...rest,
    account,
    terms,
    inner,
    consent: consentIdOf(account, inner),
    grantedAt: bits.time,
  })
  expect(readGrant({ account, terms, grant: consentBitsOf({ ...bits, time: 5 }) }).inner).toBe(inner)
})

test('a new salt is spelled like any other', () => {
  expect(newConsentSalt()).toMatch(/^0x[0-9a-f]{16}$/)
})
