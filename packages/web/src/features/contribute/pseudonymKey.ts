import { bytesToHex, hexToBytes, isHex } from 'viem'

const slot = 'usufruct:pseudonym-key'
const keyBytes = 32

/** The key of this browser’s code names, made when it is first asked for; it is never sent anywhere. */
export const pseudonymKey = (): Uint8Array => {
  const kept = localStorage.getItem(slot)
  if (isHex(kept) && kept.length === 2 + 2 * keyBytes) return hexToBytes(kept)
  const key = crypto.getRandomValues(new Uint8Array(keyBytes))
  localStorage.setItem(slot, bytesToHex(key))
  return key
}
