import { and, eq, isNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { files } from '../../db/schema.ts'

/** The bytes are here: hands the contribution on to cleaning. Safe to repeat; the job runs once. */
export const finishIntake = async (ctx: Context, contribution: Hex) => {
  await ctx.db
    .update(files)
    .set({ uploadedAt: ctx.now() })
    .where(and(eq(files.contribution, contribution), isNull(files.uploadedAt)))
  await ctx.jobs.clean(contribution)
}
