import { expect } from 'vitest'
import { expectedRows, membersIn } from './expectedRows.ts'
import type { Stack } from './startStack.ts'

/** The sample is there, whole and once: however often it was interrupted. */
export const expectSample = async ({ node }: Pick<Stack, 'node'>) => {
  const dataset = await node.call('getDataset', { params: { slug: 'palmer-penguins' } })
  expect(dataset.contributions).toEqual({ total: 12, accepted: 11, rejected: 1, waiting: 0, withdrawn: 0 })
  for (const { rows, members, purposes } of dataset.offers) {
    const accounts = membersIn(purposes)
    expect([rows, members]).toEqual([expectedRows(accounts).length, accounts.length])
  }
  const { licenses } = await node.call('listLicenses', { query: {} })
  expect(licenses.map(({ price }) => price).sort()).toEqual(['1200000000', '60000000'])
  const { money, stages } = await node.call('getOverview', {})
  expect(BigInt(money.sold)).toBe(1_260_000_000n)
  const { credited, reviewers, treasury, dust } = money
  expect([credited, reviewers, treasury, dust].reduce((sum, part) => sum + BigInt(part), 0n)).toBe(
    1_260_000_000n,
  )
  expect(money.claimed).toBe(credited)
  expect(stages.find(({ id }) => id === 'contribute')?.count).toBe(12)
}
