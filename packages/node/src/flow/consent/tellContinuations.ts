import { within } from '@usufruct/sdk/actions/within'
import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import { maxContinuationsPerRequest } from '@usufruct/sdk/shares/keeperContract'
import { asc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context, Keeper } from '../../context.ts'
import { consents, terms } from '../../db/schema.ts'

/** Milliseconds for a keeper to answer: one that is down is asked again at the next turn. */
const patience = 10_000

/** A keeper reads the chain for itself and may not have come that far. */
const passing = ['CONSENT_UNKNOWN']

/** What each keeper answered for good, by context. After a restart all of it is told again: keepers keep the first. */
const told = new WeakMap<Context['db'], Map<Hex, Set<Hex>>>()

const toldTo = (ctx: Context, keeper: Keeper): Set<Hex> => {
  const all = told.get(ctx.db) ?? new Map<Hex, Set<Hex>>()
  told.set(ctx.db, all)
  const mine = all.get(keeper.address) ?? new Set<Hex>()
  all.set(keeper.address, mine)
  return mine
}

/** In the order in which they are named. */
const withTerms = async ({ db }: Context, named: readonly Hex[]) => {
  const rows = await db
    .select({ consent: consents.id, terms: terms.text })
    .from(consents)
    .innerJoin(terms, eq(terms.hash, consents.terms))
    .where(inArray(consents.id, [...named]))
  const textOf = new Map(rows.map((row) => [row.consent, row.terms]))
  return named.flatMap((consent) => {
    const text = textOf.get(consent)
    return text === undefined ? [] : [{ consent, terms: text }]
  })
}

const tell = async (ctx: Context, keeper: Keeper, known: readonly Hex[]) => {
  const done = toldTo(ctx, keeper)
  const open = known.filter((consent) => !done.has(consent))
  for (let at = 0; at < open.length; at += maxContinuationsPerRequest) {
    const continuations = await withTerms(ctx, open.slice(at, at + maxContinuationsPerRequest))
    if (continuations.length === 0) continue
    const answer = await within(patience, undefined, (signal) =>
      createKeeperClient(keeper.url).call('continueConsents', { body: { continuations } }, { signal }),
    )
    for (const consent of answer.known) done.add(consent)
    for (const { consent, code } of answer.refused) {
      if (passing.includes(code)) continue
      done.add(consent)
      ctx.log('keeper refused a continuation', { keeper: keeper.address, consent, code })
    }
  }
}

/**
 * Tells keepers which consents continue which, again until each has it: without that they refuse what is lent under
 * a renewed permission. Members' devices tell them too, so this only matters for those that were down.
 */
export const tellContinuations = async (ctx: Context) => {
  // Their texts are read for those only that a keeper lacks: most turns there are none.
  const continued = await ctx.db
    .select({ id: consents.id })
    .from(consents)
    .where(isNotNull(consents.replaces))
    .orderBy(asc(consents.grantedAt))
  if (continued.length === 0) return
  const known = continued.map(({ id }) => id)
  await Promise.allSettled(ctx.keepers.map((keeper) => tell(ctx, keeper, known)))
}
