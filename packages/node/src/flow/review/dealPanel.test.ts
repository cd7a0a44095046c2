import fc from 'fast-check'
import { type Address, keccak256, toHex } from 'viem'
import { expect, test } from 'vitest'
import { dealPanel } from './dealPanel.ts'

const reviewer = (n: number) => `0x${n.toString(16).padStart(40, '0')}` as Address
const word = (n: number) => keccak256(toHex(n))

test('anyone with the seed deals the same panel, whatever order the reviewers are named in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1_000), { minLength: 3, maxLength: 20 }), fc.nat(), (numbers, salt) => {
      const reviewers = numbers.map(reviewer)
      const deal = (list: Address[]) =>
        dealPanel({ seed: word(salt), contribution: word(salt + 1), reviewers: list, size: 3 })
      expect(deal(reviewers)).toEqual(deal([...reviewers].reverse()))
      expect(new Set(deal(reviewers)).size).toBe(3)
    }),
  )
})

test('seats are spread over all reviewers', () => {
  const reviewers = Array.from({ length: 10 }, (_, n) => reviewer(n + 1))
  const seats = new Map<Address, number>()
  for (let item = 0; item < 1_000; item++)
    for (const seat of dealPanel({ seed: word(7), contribution: word(item), reviewers, size: 3 }))
      seats.set(seat, (seats.get(seat) ?? 0) + 1)
  for (const count of seats.values()) expect(Math.abs(count - 300)).toBeLessThan(75)
})

test('with fewer reviewers than seats everybody sits', () => {
  expect(dealPanel({ seed: word(1), contribution: word(2), reviewers: [reviewer(1)], size: 3 })).toEqual([
    reviewer(1),
  ])
})
