import { inArray, or, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { nearMatches, textPrints } from '../../db/nearSchema.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { contributionStatus } from '../review/contributionStatus.ts'

/** What was taken back is no longer recognised: nothing is kept that its text could be guessed from. */
export const forgetTextPrints = async (ctx: Context) => {
  const gone = rowsOf<{ id: Hex }>(
    await ctx.db.execute(sql`
      select c.id from chain_contributions c
      left join chain_consents consent on consent.id = c.current_consent
      where (consent.withdrawn_at is not null or c.status = ${contributionStatus.retracted})
        and exists (select 1 from text_prints print where print.contribution = c.id)`),
  ).map(({ id }) => id)
  if (gone.length === 0) return
  await ctx.db.transaction(async (transaction) => {
    await transaction
      .delete(nearMatches)
      .where(or(inArray(nearMatches.contribution, gone), inArray(nearMatches.earlier, gone)))
    await transaction.delete(textPrints).where(inArray(textPrints.contribution, gone))
  })
}
