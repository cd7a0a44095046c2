import type {
  RegisterGrants,
  RegisterInput,
  RegisterOffer,
} from '@usufruct/sdk/projections/processingRegister'
import { and, asc, count, countDistinct, eq, gt, isNull, max, ne, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { processingGrants } from '../../db/lookSchema.ts'
import { consents, contributions, licenses, members, offers } from '../../db/schema.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { offerRecordOf, projectedDao } from './offerRecord.ts'

const registerOffer = async (ctx: Context, id: bigint): Promise<RegisterOffer> => {
  const { row, name, slug, terms } = await offerRecordOf(ctx, id)
  const dataset = ctx.charter.datasets.find((entry) => entry.slug === slug)
  const sold = await ctx.db
    .select({ license: licenses.id, licensee: licenses.licensee, end: licenses.end })
    .from(licenses)
    .where(eq(licenses.offer, row.id))
    .orderBy(asc(licenses.id))
  return {
    terms,
    offer: { id: String(row.id), name },
    dataset: { slug, name: dataset?.name ?? slug, columns: dataset?.columns ?? [] },
    licenses: sold.map(({ license, licensee, end }) => ({ license: String(license), licensee, end })),
  }
}

/** Grants whose contribution is lent: nobody is served under another. */
const registerGrants = async ({ db, now }: Context): Promise<RegisterGrants[]> => {
  const held = await db
    .select({
      holder: processingGrants.holder,
      tasks: processingGrants.tasks,
      contributions: countDistinct(processingGrants.contribution),
      until: max(processingGrants.until),
      transaction: sql<string>`(array_agg(${processingGrants.transaction} order by ${processingGrants.at} desc))[1]`,
    })
    .from(processingGrants)
    .innerJoin(contributions, eq(contributions.id, processingGrants.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .where(
      and(
        gt(processingGrants.until, now()),
        isLiveConsent(now()),
        ne(contributions.status, contributionStatus.retracted),
      ),
    )
    .groupBy(processingGrants.holder, processingGrants.tasks)
    .orderBy(processingGrants.holder, processingGrants.tasks)
  return held.map(({ tasks, until, ...grants }) => ({
    ...grants,
    tasks: tasks.split(','),
    until: until ?? 0,
  }))
}

/** What the DAO's register of processing is made from: all its offers and everybody who licensed from them.
 * @throws UsufructError as {@link offerRecordOf} */
export const registerInputOf = async (ctx: Context): Promise<RegisterInput> => {
  const all = await ctx.db.select({ id: offers.id }).from(offers).orderBy(asc(offers.id))
  const [standing] = await ctx.db.select({ members: count() }).from(members).where(isNull(members.leftAt))
  return {
    dao: projectedDao(ctx),
    madeAt: ctx.now(),
    members: standing?.members ?? 0,
    keepers: ctx.keepers.length,
    keepersNeeded: ctx.keepersNeeded,
    grants: await registerGrants(ctx),
    offers: await Promise.all(all.map(({ id }) => registerOffer(ctx, id))),
  }
}
