import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Identity } from '../../session/identity.ts'

const schema = 'usufruct-account/1'

const fromKey = (privateKey: Hex, name: string): Identity => ({
  kind: 'own',
  name,
  role: null,
  address: privateKeyToAccount(privateKey).address,
  privateKey,
})

export const createAccount = (name: string): Identity => fromKey(generatePrivateKey(), name || 'My account')

export const exportAccount = ({ name, address, privateKey }: Identity): string =>
  `${JSON.stringify({ schema, name, address, privateKey }, null, 2)}\n`

/** Takes an exported file or a bare key. @throws UsufructError `ACCOUNT_FILE_UNREADABLE` */
export const importAccount = (text: string): Identity => {
  const trimmed = text.trim()
  if (/^0x[0-9a-fA-F]{64}$/.test(trimmed)) return fromKey(trimmed as Hex, 'My account')
  try {
    const value: unknown = JSON.parse(trimmed)
    if (
      typeof value === 'object' &&
      value !== null &&
      'privateKey' in value &&
      typeof value.privateKey === 'string' &&
      /^0x[0-9a-fA-F]{64}$/.test(value.privateKey)
    )
      return fromKey(
        value.privateKey as Hex,
        'name' in value && typeof value.name === 'string' ? value.name : 'My account',
      )
  } catch {
    // Not JSON: refused below, with what it should have been.
  }
  throw new UsufructError({
    code: 'ACCOUNT_FILE_UNREADABLE',
    message: 'This is not an account that was exported from here.',
    hint: 'Choose the file that you saved when you made the account.',
  })
}
