import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Takedown } from '@usufruct/sdk/http/routes/takedown'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Context } from '../../context.ts'
import { takedownMatches, takedownPrints, takedowns } from '../../db/takedownSchema.ts'
import { lockTakedowns } from './lockTakedowns.ts'
import { showTakedown } from './showTakedown.ts'
import { valueAgain } from './valueAgain.ts'

/**
 * Takes an entry off the list. What rows were recognised by is forgotten; that it was there, why, and who removed it,
 * stays. Rows that nothing else takes down count again, for whoever lent them first.
 * @throws UsufructError `TAKEDOWN_UNKNOWN`, `TAKEDOWN_REMOVED`
 */
export const removeTakedown = async (
  ctx: Context,
  by: Address,
  { id, reason }: { id: number; reason: string },
): Promise<Takedown> => {
  await ctx.db.transaction(async (transaction) => {
    await lockTakedowns(transaction)
    const [removed] = await transaction
      .update(takedowns)
      .set({ removedBy: by, removedAt: ctx.now(), removedReason: reason })
      .where(and(eq(takedowns.id, id), isNull(takedowns.removedAt)))
      .returning({ id: takedowns.id })
    if (!removed) {
      await showTakedown({ db: transaction }, id)
      throw new UsufructError({
        code: 'TAKEDOWN_REMOVED',
        kind: 'conflict',
        message: 'This entry is not on the list any more.',
        hint: 'usufruct takedown list says who removed it, and when.',
        details: { takedown: id },
      })
    }
    await valueAgain(transaction, id)
    await transaction.delete(takedownMatches).where(eq(takedownMatches.takedown, id))
    await transaction.execute(sql`
      delete from takedown_text_keys held using takedown_prints print
      where print.takedown = ${id} and held.print = print.id and held.key = any(print.band_keys)`)
    await transaction.execute(sql`
      delete from takedown_picture_keys held using takedown_prints print
      where print.takedown = ${id} and held.print = print.id`)
    await transaction.delete(takedownPrints).where(eq(takedownPrints.takedown, id))
  })
  return showTakedown(ctx, id)
}
