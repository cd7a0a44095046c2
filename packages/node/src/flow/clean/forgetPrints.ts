import { inArray, or, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { nearMatches, picturePrints, textPrints } from '../../db/nearSchema.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { bandKey } from './pictureIndex.ts'

/** What was taken back is no longer recognised: nothing is kept that its texts or pictures could be guessed from, but
 * for what was taken down. */
export const forgetPrints = async (ctx: Context) => {
  const gone = rowsOf<{ id: Hex }>(
    await ctx.db.execute(sql`
      select c.id from chain_contributions c
      left join chain_consents consent on consent.id = c.current_consent
      where (consent.withdrawn_at is not null or c.status = ${contributionStatus.retracted})
        and (exists (select 1 from text_prints print where print.contribution = c.id)
          or exists (select 1 from picture_prints print where print.contribution = c.id))`),
  ).map(({ id }) => id)
  if (gone.length === 0) return
  await ctx.db.transaction(async (transaction) => {
    await transaction
      .delete(nearMatches)
      .where(or(inArray(nearMatches.contribution, gone), inArray(nearMatches.earlier, gone)))
    await transaction.execute(sql`
      delete from text_print_keys held using text_prints print
      where ${inArray(sql`print.contribution`, gone)} and held.key = any(print.band_keys) and held.print = print.id`)
    await transaction.delete(textPrints).where(inArray(textPrints.contribution, gone))
    await transaction.execute(sql`
      delete from picture_print_keys held using picture_prints print, generate_series(0, 3) band
      where ${inArray(sql`print.contribution`, gone)} and held.print = print.id
        and held.key = ${bandKey(sql`print.hash`, sql`band`)}`)
    await transaction.delete(picturePrints).where(inArray(picturePrints.contribution, gone))
  })
}
