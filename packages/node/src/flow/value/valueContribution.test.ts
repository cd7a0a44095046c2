import { generateContributionKey } from '@usufruct/sdk/age/generateContributionKey'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { looks, processingGrants } from '../../db/lookSchema.ts'
import { files, rowHashes, valued } from '../../db/schema.ts'
import { id, inYears, lend, open, setUpReleases, slug } from '../../testing/releaseKit.ts'
import { valueContribution } from './valueContribution.ts'

setUpReleases()

test('whoever values a contribution looks at it under the task that its member granted for that', async () => {
  const { db } = open.ctx
  await lend('ada')
  await db.delete(valued)
  await db.update(files).set({ recipient: generateContributionKey().recipient })
  await db
    .insert(rowHashes)
    .values({ dataset: slug, hash: 'a', contribution: id('ada'), row: 0, recordId: 'a0' })
  const operator = privateKeyToAccount(`0x${'11'.repeat(32)}`)
  await db.insert(processingGrants).values({
    contribution: id('ada'),
    account: id('ada').slice(0, 42) as Hex,
    holder: id('holder'),
    tasks: 'clean,review,value',
    until: inYears(3),
    at: 1,
    transaction: id('said on the chain'),
  })
  // No key holder answers: what was written down before they are asked is what counts here.
  const ctx = { ...open.ctx, operator, keepers: [], keepersNeeded: 2 }
  await expect(valueContribution(ctx, id('ada'))).rejects.toMatchObject({ code: 'KEYS_REFUSED' })
  expect((await db.select().from(looks)).map(({ task }) => task)).toEqual(['value'])
})
