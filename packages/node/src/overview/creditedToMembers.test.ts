import { keccak256, toHex } from 'viem'
import { expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { blocks, income, positions } from '../db/schema.ts'
import { openTestContext } from '../testing/fakeContext.ts'
import { creditedToMembers } from './creditedToMembers.ts'

test('a claim that the database has not seen yet is no dust', async () => {
  // At block 7 the member has claimed 69 of 70; the database stands at block 6.
  const claimableAt = (block: bigint) => (block >= 7n ? 0n : 69n)
  const publicClient = {
    readContract: async ({ blockNumber }: { blockNumber: bigint }) => claimableAt(blockNumber),
  } as unknown as Context['publicClient']
  const deployment = {
    offers: '0x00000000000000000000000000000000000000ff',
  } as unknown as Context['deployment']
  const { ctx, close } = await openTestContext({ publicClient, deployment })
  await ctx.db.insert(blocks).values({ number: 6, hash: keccak256('0x06'), time: 1 })
  await ctx.db
    .insert(positions)
    .values({ offer: 1n, consent: keccak256(toHex('consent')), weight: 1n, claimed: 0n })
  await ctx.db.insert(income).values({
    block: 5,
    logIndex: 0,
    offer: 1n,
    license: 1n,
    price: 100n,
    contributors: 70n,
    reviewers: 10n,
    treasury: 20n,
  })
  expect(await creditedToMembers(ctx)).toEqual({ contributors: 70n, dust: 1n })
  await close()
})
