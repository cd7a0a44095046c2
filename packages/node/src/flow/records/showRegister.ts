import type { RegisterInput, RegisterOffer } from '@usufruct/sdk/projections/processingRegister'
import { asc, count, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { licenses, members, offers } from '../../db/schema.ts'
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
    offers: await Promise.all(all.map(({ id }) => registerOffer(ctx, id))),
  }
}
