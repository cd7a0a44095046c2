import { within } from '@usufruct/sdk/actions/within'
import type { AnchoredConsent } from '@usufruct/sdk/anchor/signedConsent'
import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import { maxShownPerRequest } from '@usufruct/sdk/shares/keeperContract'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context, Keeper } from '../../context.ts'
import { anchoredLeaves, anchors } from '../../db/anchorSchema.ts'
import { contributions } from '../../db/schema.ts'
import { proveAnchored } from './anchoredProof.ts'

/** Milliseconds for a keeper to answer: one that is down is told at the next turn. */
const patience = 20_000

/** A keeper reads the chain for itself and may not have come that far. */
const passing = ['ROOT_UNKNOWN', 'NOT_REGISTERED']

/** What each keeper answered for good, by context. After a restart all of it is told again: keepers keep it. */
const told = new WeakMap<Context['db'], Map<Hex, Set<string>>>()

const toldTo = (ctx: Context, keeper: Keeper): Set<string> => {
  const all = told.get(ctx.db) ?? new Map<Hex, Set<string>>()
  told.set(ctx.db, all)
  const mine = all.get(keeper.address) ?? new Set<string>()
  all.set(keeper.address, mine)
  return mine
}

type Place = { root: Hex; place: number; consent: Hex }
const nameOf = ({ root, consent }: Pick<Place, 'root' | 'consent'>) => `${root}/${consent}`

const provedIn = async (ctx: Context, batch: readonly Place[]): Promise<AnchoredConsent[]> => {
  const proved: AnchoredConsent[] = []
  for (const under of new Set(batch.map(({ root }) => root))) {
    const places = batch.flatMap(({ root, place }) => (root === under ? [place] : []))
    const leaves = await ctx.db
      .select()
      .from(anchoredLeaves)
      .where(and(eq(anchoredLeaves.root, under), inArray(anchoredLeaves.place, places)))
    for (const leaf of leaves) proved.push(await proveAnchored(ctx, leaf))
  }
  return proved
}

/** @returns whether the keeper has all of them now, or refused them for good. */
const tell = async (ctx: Context, keeper: Keeper, known: readonly Place[]): Promise<boolean> => {
  const done = toldTo(ctx, keeper)
  const open = known.filter((place) => !done.has(nameOf(place)))
  for (let at = 0; at < open.length; at += maxShownPerRequest) {
    const batch = open.slice(at, at + maxShownPerRequest)
    const consents = await provedIn(ctx, batch)
    const answer = await within(patience, undefined, (signal) =>
      createKeeperClient(keeper.url).call('showConsents', { body: { consents } }, { signal }),
    )
    const later = new Set<Hex>()
    for (const { consent, code } of answer.refused) {
      if (passing.includes(code)) later.add(consent)
      else ctx.log('keeper refused an anchored consent', { keeper: keeper.address, consent, code })
    }
    for (const place of batch) if (!later.has(place.consent)) done.add(nameOf(place))
  }
  return known.every((place) => done.has(nameOf(place)))
}

/** The block up to which every keeper was told all there is. */
const toldUpTo = new WeakMap<Context['db'], number>()

/**
 * Shows keepers the anchored consents of members who lent something, again until each has them: the chain tells them
 * nothing but the roots. They believe the members' signatures and the chain, not this node; whoever has the file can
 * show them as well.
 */
export const tellAnchored = async (ctx: Context) => {
  const { block } = ctx.indexer.head()
  if (toldUpTo.get(ctx.db) === block) return
  const known = await ctx.db
    .select({ root: anchoredLeaves.root, place: anchoredLeaves.place, consent: anchoredLeaves.consent })
    .from(anchoredLeaves)
    .innerJoin(anchors, eq(anchors.root, anchoredLeaves.root))
    .where(
      and(
        eq(anchoredLeaves.signed, true),
        sql`exists (select 1 from ${contributions} where ${contributions.account} = ${anchoredLeaves.account})`,
      ),
    )
    .orderBy(asc(anchors.block), asc(anchoredLeaves.place))
  const outcomes = await Promise.allSettled(ctx.keepers.map((keeper) => tell(ctx, keeper, known)))
  if (outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value))
    toldUpTo.set(ctx.db, block)
}
