import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { looks, processingGrants } from '../../db/lookSchema.ts'
import { events, licenses } from '../../db/schema.ts'
import { licenseOpenings } from './licenseOpenings.ts'

/** The transaction of each license's purchase. */
const purchasesOf = async ({ db }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Hex>> => {
  if (ids.length === 0) return new Map()
  const bought = await db
    .select({ license: licenses.id, transaction: events.transaction })
    .from(licenses)
    .innerJoin(
      events,
      and(
        // By its buyer, which there is an index for.
        eq(events.account, licenses.licensee),
        eq(events.name, 'LicenseBought'),
        sql`${events.args}->>'license' = ${licenses.id}::text`,
      ),
    )
    .where(inArray(licenses.id, ids.map(BigInt)))
  return new Map(bought.map(({ license, transaction }) => [String(license), transaction]))
}

/** Who has looked at contributions and who may, each with what says so on the chain. Reads for all of them once, and
 * then tells of each. */
export const readLooks = async (
  ctx: Context,
  contributions: readonly Hex[],
  offerNames: ReadonlyMap<string, string>,
): Promise<(contribution: Hex) => Promise<Pick<Contribution, 'looked' | 'mayLook'>>> => {
  const seen = await ctx.db.select().from(looks).where(inArray(looks.contribution, contributions))
  const granted = await ctx.db
    .select()
    .from(processingGrants)
    .where(inArray(processingGrants.contribution, contributions))
    .orderBy(asc(processingGrants.at), asc(processingGrants.until))

  return async (contribution) => {
    const grants = granted
      .filter((grant) => grant.contribution === contribution)
      .map(({ holder, tasks, ...grant }) => ({ ...grant, who: holder, tasks: tasks.split(',') }))
    const openings = await licenseOpenings(ctx, contribution)
    const purchases = await purchasesOf(ctx, [...new Set(openings.map(({ license }) => license))])
    const permitted = (look: typeof looks.$inferSelect) =>
      grants.find(({ who, tasks, until }) => who === look.who && tasks.includes(look.task) && until > look.at)
    return {
      looked: [
        ...seen
          .filter((look) => look.contribution === contribution)
          .map((look) => ({
            at: look.at,
            who: look.who,
            task: look.task,
            transaction: permitted(look)?.transaction ?? null,
          })),
        ...openings.map(({ at, who, license, offer }) => ({
          at,
          who,
          task: `license: ${offerNames.get(offer) ?? offer}`,
          transaction: purchases.get(license) ?? null,
        })),
      ].sort((a, b) => a.at - b.at),
      mayLook: grants
        .filter(({ until }) => until > ctx.now())
        .map(({ who, tasks, until, at, transaction }) => ({ who, tasks, until, at, transaction })),
    }
  }
}
