import { describe, expect, it } from 'vitest'
import { moneyParts } from './moneyParts.ts'

const money = { sold: '1560', reviewers: '156', treasury: '312', dust: '6', claimed: '900' }
const sum = (parts: { value: bigint }[]) => parts.reduce((total, { value }) => total + value, 0n)

describe('moneyParts', () => {
  it('adds up to what was sold when the dust lies in what was credited', () => {
    const parts = moneyParts({ ...money, credited: '1092' })
    expect(sum(parts)).toBe(1560n)
    expect(parts[0]?.value).toBe(1086n)
  })

  it('adds up to what was sold when the dust is counted apart', () => {
    expect(sum(moneyParts({ ...money, credited: '1086' }))).toBe(1560n)
  })
})
