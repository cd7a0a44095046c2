import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Takedown } from '@usufruct/sdk/http/routes/takedown'
import { countDistinct, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { takedownMatches, takedownPrints, takedowns } from '../../db/takedownSchema.ts'

type Row = typeof takedowns.$inferSelect

const present = async (db: Context['db'], rows: readonly Row[]): Promise<Takedown[]> => {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const prints = await db
    .select({
      takedown: takedownPrints.takedown,
      rows: sql<number>`count(*)::int`,
      texts: sql<number>`count(${takedownPrints.bandKeys})::int`,
      pictures: sql<number>`count(${takedownPrints.pictureHash})::int`,
    })
    .from(takedownPrints)
    .where(inArray(takedownPrints.takedown, ids))
    .groupBy(takedownPrints.takedown)
  const found = await db
    .select({
      takedown: takedownMatches.takedown,
      rows: sql<number>`count(*)::int`,
      contributions: countDistinct(takedownMatches.contribution),
    })
    .from(takedownMatches)
    .where(inArray(takedownMatches.takedown, ids))
    .groupBy(takedownMatches.takedown)
  const none = { rows: 0, texts: 0, pictures: 0, contributions: 0 }
  return rows.map(({ id, contribution, rows, reason, addedBy, addedAt, ...entry }) => {
    const { texts, pictures, ...print } = prints.find(({ takedown }) => takedown === id) ?? none
    const match = found.find(({ takedown }) => takedown === id) ?? none
    return {
      id,
      contribution,
      rows: rows?.map((row) => row + 1) ?? null,
      reason,
      addedBy,
      addedAt,
      removed:
        entry.removedBy && entry.removedAt !== null
          ? { by: entry.removedBy, at: entry.removedAt, reason: entry.removedReason ?? '' }
          : null,
      recognisedBy: { rows: print.rows, texts, pictures },
      found: { rows: match.rows, contributions: match.contributions },
    }
  })
}

/** @throws UsufructError `TAKEDOWN_UNKNOWN` */
export const showTakedown = async ({ db }: Pick<Context, 'db'>, id: number): Promise<Takedown> => {
  const [entry] = await present(db, await db.select().from(takedowns).where(eq(takedowns.id, id)))
  if (entry) return entry
  throw new UsufructError({
    code: 'TAKEDOWN_UNKNOWN',
    kind: 'notFound',
    message: `Nothing was taken down under the number ${id}.`,
    hint: 'usufruct takedown list shows the numbers.',
    details: { takedown: id },
  })
}

export const listTakedowns = async ({ db }: Context) => ({
  takedowns: await present(db, await db.select().from(takedowns).orderBy(desc(takedowns.id)).limit(1_000)),
})
