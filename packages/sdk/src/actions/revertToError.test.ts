import { BaseError, encodeErrorResult, type Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { membersAbi } from '../contracts/generated/Members.ts'
import { offersAbi } from '../contracts/generated/Offers.ts'
import { UsufructError } from '../domain/errors.ts'
import { revertReadings } from './revertReadings.ts'
import { decodeRevert, errorsAbi, revertToError } from './revertToError.ts'

const id: Hex = `0x${'ab'.repeat(32)}`
const used = encodeErrorResult({ abi: membersAbi, errorName: 'ConsentsIdUsed', args: [id] })

describe('revertToError', () => {
  it('gives the contract’s own name as a code, with its values and a way out', () => {
    expect(decodeRevert(used)).toMatchObject({
      code: 'CONSENTS_ID_USED',
      kind: 'conflict',
      details: { error: 'ConsentsIdUsed', values: [id] },
      hint: expect.stringMatching(/./),
    })
  })

  it('says amounts as text, which JSON can hold', () => {
    const data = encodeErrorResult({
      abi: offersAbi,
      errorName: 'OffersPriceAboveMaximum',
      args: [1n, 20n, 10n],
    })
    const error = decodeRevert(data)
    expect(error.details.values).toEqual(['1', '20', '10'])
    expect(() => JSON.stringify(error)).not.toThrow()
  })

  it('finds the data wherever a library put it', () => {
    const rpc = Object.assign(new Error('execution reverted'), { data: used })
    const nested = Object.assign(new Error('execution reverted'), { data: { data: used } })
    for (const cause of [rpc, nested])
      expect(
        revertToError(new BaseError('wrapped', { cause: new BaseError('again', { cause }) })),
      ).toMatchObject({
        code: 'CONSENTS_ID_USED',
      })
  })

  it('says so when a contract of another version refuses', () => {
    expect(decodeRevert('0xdeadbeef')).toMatchObject({ code: 'REVERTED', details: { data: '0xdeadbeef' } })
  })

  it('has words for each of the DAO’s own errors, and for none that there is not', () => {
    const names = errorsAbi.flatMap((entry) => (entry.type === 'error' ? [entry.name] : []))
    const own = /^(Membership|Consents|Contributions|Deposits|Offers|Licenses|Releases|DaoFactory)[A-Z]/
    const read = Object.keys(revertReadings)
    expect(names.filter((name) => own.test(name) && !read.includes(name))).toEqual([])
    expect(read.filter((name) => !names.includes(name))).toEqual([])
  })

  it('leaves alone what is no revert', () => {
    const plain = new Error('the cable was pulled')
    const typed = new UsufructError({ code: 'X', message: 'x' })
    expect(revertToError(plain)).toBe(plain)
    expect(revertToError(typed)).toBe(typed)
    expect(revertToError('text')).toBeInstanceOf(Error)
  })
})
