import type { FoundingOffer, FoundingTexts } from '@usufruct/sdk/founding/publishTexts'
import { termsText } from '@usufruct/sdk/terms/terms'
import type { Db } from '../db/open.ts'
import { agreements, terms } from '../db/schema.ts'

/** Puts what a DAO was founded with beside what it publishes later: agreements, and the terms of its offers. What
 * is there already stays as it is. `now` is a Unix time in seconds. */
export const rememberTexts = async (
  db: Db,
  { texts, offers, now }: { texts: FoundingTexts; offers: readonly FoundingOffer[]; now: number },
): Promise<void> => {
  await db
    .insert(agreements)
    .values(
      texts.agreements.map(({ hash, text, front }) => ({
        hash,
        text,
        title: front.title,
        version: front.version,
        language: front.language,
        authoritative: front.authoritative,
        publishedAt: now,
        change: 'first' as const,
        changedFields: [],
      })),
    )
    .onConflictDoNothing()
  await db
    .insert(terms)
    .values(offers.map(({ hash, terms: of }) => ({ hash, text: termsText(of) })))
    .onConflictDoNothing()
}
