import { countsFrom } from '@usufruct/sdk/anchor/checkAnchoredConsent'
import { type ConsentSaid, consentSaid } from '@usufruct/sdk/anchor/signedConsent'
import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import { anchoredLeaves, anchors } from '../db/anchorSchema.ts'
import type { Db } from '../db/open.ts'
import { consents, events, terms } from '../db/schema.ts'
import { continueConsent } from './continueConsent.ts'
import { readGrantText } from './readGrantText.ts'

const atOnce = 500

/** When each of some consents was first taken back or paused: also before anybody here knew what it was. */
const stopsOf = async (db: Db, ids: readonly Hex[]) => {
  const found = await db
    .select({ consent: sql<Hex>`${events.args} ->> 'consentId'`, name: events.name, at: events.at })
    .from(events)
    .where(
      and(
        inArray(sql`(${events.args} ->> 'consentId')`, [...ids]),
        inArray(events.name, ['ConsentPaused', 'ConsentWithdrawn']),
      ),
    )
    .orderBy(asc(events.block), asc(events.logIndex))
  const stops = new Map<Hex, { pausedAt: number | null; withdrawnAt: number | null }>()
  for (const { consent, name, at } of found) {
    const stop = stops.get(consent) ?? { pausedAt: null, withdrawnAt: null }
    if (name === 'ConsentPaused') stop.pausedAt ??= at
    else stop.withdrawnAt ??= at
    stops.set(consent, stop)
  }
  return stops
}

const textsOf = async (db: Db, said: readonly ConsentSaid[]) => {
  const hashes = [...new Set(said.map((consent) => consent.terms))]
  const known = await db.select().from(terms).where(inArray(terms.hash, hashes))
  return new Map(known.map(({ hash, text }) => [hash, readGrantText(text)]))
}

/**
 * Makes consents of the leaves under a root, once the chain has the root and this node its leaves: whichever comes first.
 * Each counts from the anchoring on, if that was in time for its signature and before its end, with what tombstones
 * say of it. Does nothing twice; an id that counts already keeps what it has.
 */
export const countAnchored = async (db: Db, root: Hex): Promise<void> => {
  const [anchor] = await db.select().from(anchors).where(eq(anchors.root, root))
  if (!anchor) return
  for (let place = 0; ; place += atOnce) {
    const leaves = await db
      .select()
      .from(anchoredLeaves)
      .where(
        and(
          eq(anchoredLeaves.root, root),
          gte(anchoredLeaves.place, place),
          lt(anchoredLeaves.place, place + atOnce),
        ),
      )
      .orderBy(asc(anchoredLeaves.place))
    if (leaves.length === 0) return
    const said = leaves
      .filter(({ signed }) => signed)
      .map((leaf) => consentSaid(leaf))
      .filter((consent) => countsFrom(consent, anchor.at))
    if (said.length === 0) continue
    const stops = await stopsOf(
      db,
      said.map(({ consent }) => consent),
    )
    const texts = await textsOf(db, said)
    await db
      .insert(consents)
      .values(
        said.map(({ consent: id, salt: _, deadline: __, ...rest }) => ({
          ...rest,
          id,
          agreement: texts.get(rest.terms)?.agreement ?? null,
          grantedAt: anchor.at,
          grantedBlock: anchor.block,
          grantedLog: anchor.logIndex,
          pausedAt: stops.get(id)?.pausedAt ?? null,
          withdrawnAt: stops.get(id)?.withdrawnAt ?? null,
          replaces: null,
        })),
      )
      .onConflictDoNothing()
    for (const { consent, terms: hash } of said)
      if (texts.get(hash)?.replaces) await continueConsent(db, consent)
  }
}
