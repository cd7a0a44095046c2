import type { Address, Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** An account that a founder made in this browser. */
export type FounderAccount = { name: string; address: Address; privateKey: Hex }

const slot = 'usufruct.founders'

const isAccount = (value: unknown): value is FounderAccount =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'address' in value &&
  typeof value.address === 'string' &&
  'privateKey' in value &&
  typeof value.privateKey === 'string' &&
  /^0x[0-9a-f]{64}$/i.test(value.privateKey)

export const founderAccounts = (): FounderAccount[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(slot) ?? '[]')
    return Array.isArray(value) ? value.filter(isAccount) : []
  } catch {
    return []
  }
}

/** Makes an account and keeps its key in this browser. A name that is known keeps its key. */
export const makeFounder = (name: string): FounderAccount => {
  const all = founderAccounts()
  const known = all.find((each) => each.name === name)
  if (known) return known
  const privateKey = generatePrivateKey()
  const account = {
    name,
    address: privateKeyToAccount(privateKey).address.toLowerCase() as Address,
    privateKey,
  }
  localStorage.setItem(slot, JSON.stringify([...all, account]))
  return account
}

export const accountOf = (address: string): FounderAccount | undefined =>
  founderAccounts().find((each) => each.address === address)
