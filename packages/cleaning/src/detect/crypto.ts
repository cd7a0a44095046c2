import { sha256 } from '@noble/hashes/sha2.js'
import type { Detector } from './detector.ts'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const ADDRESS =
  /(?<![\p{L}\p{N}])(?:0x[0-9a-f]{40}|bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![\p{L}\p{N}])/giu

/** Bitcoin addresses by their checksums (Base58Check; BIP 173 and 350), Ethereum's by their form. */
export const crypto: Detector = {
  type: 'crypto',
  worthALook: ({ digits, run }) => digits >= 2 && run >= 14,
  find: (text) =>
    [...text.matchAll(ADDRESS)].flatMap(({ 0: address, index }) => {
      const valid =
        /^0x/i.test(address) || (/^bc1/i.test(address) ? isBech32(address) : isBase58Check(address))
      return valid ? [{ start: index, end: index + address.length }] : []
    }),
}

const isBase58Check = (address: string): boolean => {
  let number = 0n
  for (const character of address) {
    const digit = BASE58.indexOf(character)
    if (digit < 0) return false
    number = number * 58n + BigInt(digit)
  }
  const hex = number.toString(16).padStart(50, '0')
  if (hex.length !== 50) return false
  const bytes = Uint8Array.from({ length: 25 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
  const check = sha256(sha256(bytes.subarray(0, 21)))
  return [0, 1, 2, 3].every((i) => check[i] === bytes[21 + i])
}

const isBech32 = (address: string): boolean => {
  const lower = address.toLowerCase()
  if (lower !== address && address.toUpperCase() !== address) return false
  const values = [3, 3, 0, 2, 3, ...[...lower.slice(3)].map((character) => BECH32.indexOf(character))]
  let check = 1
  for (const value of values) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    for (const [i, generator] of GENERATORS.entries()) if ((top >>> i) & 1) check ^= generator
  }
  return check === 1 || check === 0x2bc830a3
}

const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
