import type { PracticeAccount } from '@usufruct/sdk/http/routes/practice'
import type { Address, Hex } from 'viem'

export type Role = PracticeAccount['role']

/** Whose shoes this browser tab stands in. */
export type Identity = {
  kind: 'practice' | 'own'
  name: string
  /** What a person of a practice DAO plays; on a real one anyone may do anything they are entitled to. */
  role: Role | null
  address: Address
  privateKey: Hex
}

const practiceSlot = 'usufruct.practice-identity'
const ownSlot = 'usufruct.account'

const isIdentity = (value: unknown): value is Identity =>
  typeof value === 'object' &&
  value !== null &&
  'privateKey' in value &&
  typeof value.privateKey === 'string' &&
  /^0x[0-9a-f]{64}$/i.test(value.privateKey) &&
  'address' in value &&
  typeof value.address === 'string'

const read = (storage: Storage, slot: string): Identity | null => {
  try {
    const value: unknown = JSON.parse(storage.getItem(slot) ?? 'null')
    return isIdentity(value) ? value : null
  } catch {
    return null
  }
}

/** A practice identity belongs to the tab and goes with it; an account of one's own stays on the device. */
export const loadIdentity = (): Identity | null =>
  read(sessionStorage, practiceSlot) ?? read(localStorage, ownSlot)

export const saveIdentity = (identity: Identity) => {
  if (identity.kind === 'practice') sessionStorage.setItem(practiceSlot, JSON.stringify(identity))
  else localStorage.setItem(ownSlot, JSON.stringify(identity))
}

export const forgetIdentity = (kind: Identity['kind']) => {
  if (kind === 'practice') sessionStorage.removeItem(practiceSlot)
  else localStorage.removeItem(ownSlot)
}

/** “torgersen-2007” is a file-system name; people read “Torgersen 2007”. */
export const displayName = (name: string) =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
