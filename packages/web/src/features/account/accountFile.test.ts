import { describe, expect, it } from 'vitest'
import { createAccount, exportAccount, importAccount } from './accountFile.ts'

describe('an account file', () => {
  it('brings back the account that was saved', () => {
    const account = createAccount('Ana')
    expect(importAccount(exportAccount(account))).toEqual(account)
  })

  it('takes a bare key', () => {
    const { privateKey, address } = createAccount('')
    expect(importAccount(` ${privateKey}\n`).address).toBe(address)
  })

  it.each(['', 'hello', '{}', '{"privateKey":"0x12"}', '[]'])('refuses %j with a way out', (text) => {
    expect(() => importAccount(text)).toThrowError(
      expect.objectContaining({ code: 'ACCOUNT_FILE_UNREADABLE' }),
    )
  })
})
