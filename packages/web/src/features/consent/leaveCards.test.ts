import type { Hex } from 'viem'
import { expect, it } from 'vitest'
import { coveredBy } from './leaveCards.ts'

const consent = (id: string) => ({ consent: id as Hex })

it('covers what it was made for, and nothing that was permitted since', () => {
  const card = { at: 1, consents: ['0x1', '0x2'] }
  expect(coveredBy(card, [consent('0x1')])).toBe(true)
  expect(coveredBy(card, [consent('0x2'), consent('0x3')])).toBe(false)
  expect(coveredBy(null, [consent('0x1')])).toBe(false)
})
