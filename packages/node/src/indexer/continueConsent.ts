import { bytes32 } from '@usufruct/sdk/domain/ids'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import { z } from 'zod'
import type { Db } from '../db/open.ts'
import { consents, contributions, events, terms } from '../db/schema.ts'

const grantText = z.object({ kind: z.literal('grant'), replaces: bytes32.optional() })

/** Which consent some signed terms say they continue. The text's hash is on chain, so its form was checked when it
 * was signed; anything else continues nothing. */
const replacesIn = (text: string): Hex | null => {
  try {
    return grantText.safeParse(JSON.parse(text)).data?.replaces ?? null
  } catch {
    return null
  }
}

/** The last of those that continued a consent, each the one before: itself when none did. */
export const tipOf = async (db: Db, consent: Hex): Promise<Hex> => {
  let tip = consent
  for (;;) {
    const [next] = await db
      .select({ id: consents.id })
      .from(consents)
      .where(eq(consents.replaces, tip))
      .orderBy(desc(consents.grantedAt), desc(consents.id))
      .limit(1)
    if (!next) return tip
    tip = next.id
  }
}

/** Whether `later` was granted while `earlier` was granted and not taken back, by the order of their events. */
const grantedWhile = async (db: Db, account: Hex, earlier: Hex, later: Hex): Promise<boolean> => {
  const found = await db
    .select({ name: events.name, consent: sql<Hex>`${events.args}->>'consentId'` })
    .from(events)
    .where(
      and(
        eq(events.account, account),
        inArray(events.name, ['ConsentGranted', 'ConsentWithdrawn']),
        inArray(sql`${events.args}->>'consentId'`, [earlier, later]),
      ),
    )
    .orderBy(events.block, events.logIndex)
  const at = (name: string, consent: Hex) =>
    found.findIndex((event) => event.name === name && event.consent === consent)
  const granted = at('ConsentGranted', later)
  const withdrawn = at('ConsentWithdrawn', earlier)
  const before = at('ConsentGranted', earlier)
  return before >= 0 && before < granted && (withdrawn < 0 || withdrawn > granted)
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
  const replaces = known && replacesIn(known.text)
  if (!replaces) return
  const { account, dataset, grantedAt } = known.consent
  const [old] = await db
    .select()
    .from(consents)
    .where(and(eq(consents.id, replaces), eq(consents.account, account), eq(consents.dataset, dataset)))
  if (!old || old.end <= grantedAt || !(await grantedWhile(db, account, old.id, consent))) return
  await db.update(consents).set({ replaces: old.id }).where(eq(consents.id, consent))
  await db
    .update(contributions)
    .set({ currentConsent: await tipOf(db, consent) })
    .where(and(eq(contributions.currentConsent, old.id), eq(contributions.account, account)))
}

/** After terms came to be known: continues whatever was granted under them before. */
export const continueUnder = async (db: Db, hash: Hex): Promise<void> => {
  const granted = await db
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.terms, hash), isNull(consents.replaces)))
  for (const { id } of granted) await continueConsent(db, id)
}
