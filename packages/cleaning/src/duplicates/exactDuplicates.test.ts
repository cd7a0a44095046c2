import { bytesToHex } from '@noble/hashes/utils.js'
import { rowHash } from '@usufruct/sdk/domain/rowHash'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exactDuplicates, type Lent } from './exactDuplicates.ts'
import { hashRows } from './hashRows.ts'
import { createHashSet } from './hashSet.ts'

const lines = (...values: number[]) => new TextEncoder().encode(values.map((a) => `{"a":${a}}\n`).join(''))
const hex = (a: number) => bytesToHex(rowHash({ a }))

it('says which rows were lent before, in the order of commitment', async () => {
  const known = new Map<string, Lent>([
    [hex(1), { contribution: '0xearlier', order: 3n, row: 7 }],
    [hex(2), { contribution: '0xlater', order: 9n, row: 1 }],
    [hex(3), { contribution: '0xself', order: 5n, row: 3 }],
  ])
  const asked: number[] = []
  const verdicts = []
  const lookup = async (hashes: readonly string[]) => {
    asked.push(hashes.length)
    return new Map([...known].filter(([hash]) => hashes.includes(hash)))
  }
  for await (const batch of exactDuplicates(hashRows(lines(1, 2, 3, 4, 4, 1)), lookup, {
    contribution: '0xself',
    order: 5n,
  }))
    verdicts.push(...batch)
  expect(asked).toEqual([6])
  expect(verdicts).toEqual([
    { row: 1, hash: hex(1), verdict: 'already-lent', by: known.get(hex(1)) },
    { row: 2, hash: hex(2), verdict: 'lent-later', by: known.get(hex(2)) },
    { row: 3, hash: hex(3), verdict: 'new' },
    { row: 4, hash: hex(4), verdict: 'new' },
    { row: 5, hash: hex(4), verdict: 'repeated-in-file' },
    { row: 6, hash: hex(1), verdict: 'repeated-in-file' },
  ])
})

it('the set of hashes is a set, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 6000, size: 'max' }), (values) => {
      const ours = createHashSet()
      const theirs = new Set<number>()
      const wrong = values.filter((value) => {
        const fresh = !theirs.has(value)
        theirs.add(value)
        return ours.add(rowHash({ a: value })) !== fresh
      })
      expect(wrong).toEqual([])
    }),
    { seed: 128, numRuns: 8 },
  )
})
