import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Db } from '../db/open.ts'
import { rowsOf } from '../db/rowsOf.ts'
import { consents, contributions, events, terms } from '../db/schema.ts'
import { readGrantText } from './readGrantText.ts'

/** The one that was granted last of those that continued a consent, directly or over others: itself when none did.
 * By the order on chain, so that it does not matter which of their terms came to be known first. */
export const tipOf = async (db: Db, consent: Hex): Promise<Hex> => {
  const [next] = await db
    .select({ id: consents.id })
    .from(consents)
    .where(eq(consents.replaces, consent))
    .limit(1)
  // Most were never continued: no need to look through all that their member did.
  if (!next) return consent
  const [tip] = rowsOf<{ id: Hex }>(
    await db.execute(sql`
      with recursive line(id, granted_block, granted_log) as (
        select id, granted_block, granted_log from chain_consents where id = ${consent}
        union all
        select next.id, next.granted_block, next.granted_log
        from line join chain_consents next on next.replaces = line.id
      )
      select id from line order by granted_block desc, granted_log desc, id desc limit 1`),
  )
  return tip?.id ?? consent
}

/** A consent and those that it continues, each the one before. */
const lineBehind = async (db: Db, consent: Hex): Promise<Hex[]> =>
  rowsOf<{ id: Hex }>(
    await db.execute(sql`
      with recursive line(id) as (
        select ${consent}::text
        union all
        select c.replaces from line join chain_consents c on c.id = line.id where c.replaces is not null
      )
      select id from line`),
  ).map(({ id }) => id)

type Place = { block: number; logIndex: number }
type Granted = Pick<typeof consents.$inferSelect, 'id' | 'grantedBlock' | 'grantedLog'>

const isBefore = (a: Place, b: Place): boolean =>
  a.block < b.block || (a.block === b.block && a.logIndex < b.logIndex)

const placeOf = ({ grantedBlock, grantedLog }: Granted): Place => ({
  block: grantedBlock,
  logIndex: grantedLog,
})

/** Whether `later` was granted while `earlier` was granted and not taken back, by their places on chain. Two under one
 * root were granted at once: neither continues the other. */
const grantedWhile = async (db: Db, earlier: Granted, later: Granted): Promise<boolean> => {
  if (!isBefore(placeOf(earlier), placeOf(later))) return false
  const [withdrawn] = await db
    .select({ block: events.block, logIndex: events.logIndex })
    .from(events)
    .where(and(sql`(${events.args} ->> 'consentId') = ${earlier.id}`, eq(events.name, 'ConsentWithdrawn')))
    .orderBy(asc(events.block), asc(events.logIndex))
    .limit(1)
  return !withdrawn || isBefore(placeOf(later), withdrawn)
}

/**
 * Lets a consent continue the one that its signed terms name: of the same member, for the same dataset, and neither
 * taken back nor over when the new one was granted. What was lent under the old one is lent under the new one from
 * then on. Does nothing while its terms are not known, and nothing twice, so that terms may come before or after
 * the event.
 */
export const continueConsent = async (db: Db, consent: Hex): Promise<void> => {
  const [known] = await db
    .select({ consent: consents, text: terms.text })
    .from(consents)
    .innerJoin(terms, eq(terms.hash, consents.terms))
    .where(and(eq(consents.id, consent), isNull(consents.replaces)))
  const replaces = known && readGrantText(known.text)?.replaces
  if (!replaces) return
  const { account, dataset, grantedAt } = known.consent
  const [old] = await db
    .select()
    .from(consents)
    .where(and(eq(consents.id, replaces), eq(consents.account, account), eq(consents.dataset, dataset)))
  if (!old || old.end <= grantedAt || !(await grantedWhile(db, old, known.consent))) return
  await db.update(consents).set({ replaces: old.id }).where(eq(consents.id, consent))
  const mine = and(
    eq(contributions.account, account),
    inArray(contributions.consent, await lineBehind(db, consent)),
  )
  const under = await db.selectDistinct({ consent: contributions.consent }).from(contributions).where(mine)
  for (const registered of under)
    await db
      .update(contributions)
      .set({ currentConsent: await tipOf(db, registered.consent) })
      .where(and(eq(contributions.account, account), eq(contributions.consent, registered.consent)))
}

/** The agreement that known terms name; null while they are not known. */
export const agreementUnder = async (db: Db, hash: Hex): Promise<Hex | null> => {
  const [known] = await db.select({ text: terms.text }).from(terms).where(eq(terms.hash, hash))
  return (known && readGrantText(known.text)?.agreement) ?? null
}

/** After terms came to be known: says of whatever was granted under them before what it was, and continues it. */
export const continueUnder = async (db: Db, hash: Hex): Promise<void> => {
  await db
    .update(consents)
    .set({ agreement: await agreementUnder(db, hash) })
    .where(eq(consents.terms, hash))
  const granted = await db
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.terms, hash), isNull(consents.replaces)))
  for (const { id } of granted) await continueConsent(db, id)
}
