import { termsText } from '@usufruct/sdk/terms/terms'
import { and, desc, eq, isNull, lte, ne } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consents, terms } from '../../db/schema.ts'
import { continueUnder } from '../../indexer/continueConsent.ts'
import { allAgreements } from './agreements.ts'
import { firstIfSigned } from './knownTerms.ts'

/** Keeps some terms for good, and lets a consent that was granted under them before continue what it says. */
export const keepTerms = async (ctx: Context, hash: Hex, text: string) => {
  await ctx.db.insert(terms).values({ hash, text }).onConflictDoNothing()
  await continueUnder(ctx.db, hash)
}

const unknownTerms = (ctx: Context) =>
  ctx.db
    .select({ consent: consents })
    .from(consents)
    .leftJoin(terms, eq(terms.hash, consents.terms))
    .where(isNull(terms.hash))

/** Somebody who puts thousands on chain must not keep the node busy with all pairs of them. */
const mostEarlier = 64

const earlierOf = async (ctx: Context, { id, account, dataset, grantedAt }: typeof consents.$inferSelect) => {
  const others = await ctx.db
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.account, account),
        eq(consents.dataset, dataset),
        ne(consents.id, id),
        lte(consents.grantedAt, grantedAt),
      ),
    )
    .orderBy(desc(consents.grantedAt), desc(consents.id))
    .limit(mostEarlier)
  return others.map((other) => other.id)
}

/** How many agreements a consent was held against in vain, by database: again only when there are more. */
const triedWith = new WeakMap<Context['db'], Map<Hex, number>>()

/**
 * Terms depend on nothing but an agreement and what the chain says of a consent, so those of a consent that a member
 * granted without this node can be made again: under each agreement that was published, as they stand, or as
 * continuing one of the member's last ones before.
 */
export const learnTerms = async (ctx: Context) => {
  const tried = triedWith.get(ctx.db) ?? new Map<Hex, number>()
  triedWith.set(ctx.db, tried)
  const published = await allAgreements(ctx)
  for (const { consent } of await unknownTerms(ctx)) {
    if (tried.get(consent.id) === published.length) continue
    tried.set(consent.id, published.length)
    const continued = [undefined, ...(await earlierOf(ctx, consent))]
    for (const agreement of published) {
      const made = firstIfSigned(ctx, consent, agreement, continued)
      if (!made) continue
      await keepTerms(ctx, consent.terms, termsText(made))
      break
    }
  }
}
