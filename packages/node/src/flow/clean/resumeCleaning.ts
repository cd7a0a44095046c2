import { and, isNotNull, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { files } from '../../db/schema.ts'

/** Uploaded, not cleaned, and perhaps without a job: the process died between the two. A job too many is
 * harmless, since cleaning what is clean does nothing. */
export const resumeCleaning = async (ctx: Context) => {
  const waiting = await ctx.db
    .select({ contribution: files.contribution })
    .from(files)
    .where(and(isNotNull(files.uploadedAt), isNull(files.cleanedAt), isNull(files.cleanError)))
  for (const { contribution } of waiting) await ctx.jobs.clean(contribution)
}
