import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Lending, parseRows, type SimulateSplitInput, simulateSplit } from './simulateSplit.ts'

const split = { contributorsBps: 7000, reviewersBps: 1000, treasuryBps: 2000, contributorsFloorBps: 6000 }
const coins = (whole: number) => BigInt(whole) * 1_000_000n

test('of 10,000, members get 7,000, and each of 120 about 58', () => {
  const { parts, median, topTenth, floor } = simulateSplit({
    amount: coins(10_000),
    split,
    members: 120,
    lending: { kind: 'even' },
  })
  expect(parts.reviewers).toBe(coins(1_000))
  expect(parts.treasury).toBe(coins(2_000))
  expect(parts.members + parts.dust).toBe(coins(7_000))
  expect(parts.dust).toBeLessThan(121n)
  expect(median / 1_000_000n).toBe(58n)
  expect(topTenth.members).toBe(12)
  expect(floor.members).toBe(coins(6_000))
  expect(floor.median / 1_000_000n).toBe(50n)
})

test('in a long tail the median is far below the mean', () => {
  const { median, largest, topTenth, groups } = simulateSplit({
    amount: coins(10_000),
    split,
    members: 100,
    lending: { kind: 'long-tail' },
  })
  expect(largest).toBeGreaterThan(median * 40n)
  expect(topTenth.amount).toBe(groups[0]?.amount)
  expect(groups).toHaveLength(10)
})

const shares = fc
  .record({ reviewersBps: fc.nat(5000), treasuryBps: fc.nat(5000), floor: fc.nat(10_000) })
  .map(({ reviewersBps, treasuryBps, floor }) => {
    const contributorsBps = 10_000 - reviewersBps - treasuryBps
    return {
      contributorsBps,
      reviewersBps,
      treasuryBps,
      contributorsFloorBps: Math.min(floor, contributorsBps),
    }
  })
const lending: fc.Arbitrary<Lending> = fc.oneof(
  fc.constant<Lending>({ kind: 'even' }),
  fc.constant<Lending>({ kind: 'long-tail' }),
  fc
    .array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 })
    .filter((rows) => rows.some((each) => each > 0))
    .map((rows): Lending => ({ kind: 'own', rows })),
)
const inputs: fc.Arbitrary<SimulateSplitInput> = fc.record({
  amount: fc.bigInt({ min: 0n, max: 10n ** 24n }),
  split: shares,
  members: fc.integer({ min: 1, max: 300 }),
  lending,
})

test('the parts add up to the amount, to the last unit, and the groups to the members’ part', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { parts, amount, groups, members, floor } = simulateSplit(input)
      expect(parts.members + parts.reviewers + parts.treasury + parts.dust).toBe(amount)
      for (const part of Object.values(parts)) expect(part >= 0n).toBe(true)
      expect(parts.dust <= BigInt(members)).toBe(true)
      expect(groups.reduce((sum, group) => sum + group.amount, 0n)).toBe(parts.members)
      expect(groups.reduce((sum, group) => sum + group.members, 0)).toBe(members)
      expect(floor.members <= parts.members + parts.dust).toBe(true)
    }),
  )
})

test('more money is never less for anyone, and more for members is never less for the median', () => {
  fc.assert(
    fc.property(inputs, fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(10_000), (input, more, shift) => {
      const before = simulateSplit(input)
      const after = simulateSplit({ ...input, amount: input.amount + more })
      for (const key of ['median', 'smallest', 'largest'] as const)
        expect(after[key] >= before[key]).toBe(true)
      for (const key of ['members', 'reviewers', 'treasury'] as const)
        expect(after.parts[key] >= before.parts[key]).toBe(true)
      const moved = Math.min(shift, input.split.treasuryBps)
      const kinder = simulateSplit({
        ...input,
        split: {
          ...input.split,
          contributorsBps: input.split.contributorsBps + moved,
          treasuryBps: input.split.treasuryBps - moved,
        },
      })
      expect(kinder.median >= before.median).toBe(true)
      expect(kinder.parts.members >= before.parts.members).toBe(true)
    }),
  )
})

test('members are ordered by what they lent: smallest ≤ median ≤ largest', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { smallest, median, largest } = simulateSplit(input)
      expect(smallest <= median && median <= largest).toBe(true)
    }),
  )
})

test.each([
  [{ members: 0 }, 'members'],
  [{ members: 1.5 }, 'members'],
  [{ amount: -1n }, 'amount'],
  [{ split: { ...split, treasuryBps: 2001 } }, '100 %'],
  [{ split: { ...split, contributorsFloorBps: 7001 } }, 'floor'],
  [{ lending: { kind: 'own', rows: [0, 0] } }, 'Nobody'],
  [{ lending: { kind: 'own', rows: [-1] } }, 'rows'],
  [{ lending: { kind: 'own', rows: [] } }, 'members'],
] as [Partial<SimulateSplitInput>, string][])('refuses %o', (change, says) => {
  const input: SimulateSplitInput = { amount: 1n, split, members: 3, lending: { kind: 'even' }, ...change }
  expect(() => simulateSplit(input)).toThrow(
    expect.objectContaining({ code: 'SIMULATION_INVALID', message: expect.stringContaining(says) }),
  )
})

test('reads a list as people write it', () => {
  expect(parseRows('120, 80\n3;7 ')).toEqual([120, 80, 3, 7])
  expect(() => parseRows('12, many')).toThrow(expect.objectContaining({ code: 'SIMULATION_INVALID' }))
})
