import type { FoundingTexts } from '@usufruct/sdk/founding/publishTexts'
import type { TextTerms } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { parseText } from '@usufruct/sdk/texts/parseText'
import { asc, desc } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { agreements } from '../../db/schema.ts'
import { isNewerVersion } from './isNewerVersion.ts'

/** A published version of the contributor agreement, with what software reads in it. */
export type Agreement = Omit<typeof agreements.$inferSelect, 'text'> & {
  text: PublishedText
  terms: TextTerms
}

/** A text never changes under its hash, so it is read once. */
const read = new WeakMap<FoundingTexts, Map<Hex, PublishedText>>()

const parsed = (ctx: Context, hash: Hex, text: string): PublishedText => {
  const known = read.get(ctx.texts) ?? new Map<Hex, PublishedText>()
  read.set(ctx.texts, known)
  const found = known.get(hash) ?? parseText(text)
  known.set(hash, found)
  return found
}

/** Every published version in every language, newest first; of one version the authoritative one first. */
export const allAgreements = async (ctx: Context): Promise<Agreement[]> => {
  const rows = await ctx.db
    .select()
    .from(agreements)
    .orderBy(desc(agreements.publishedAt), desc(agreements.authoritative), asc(agreements.language))
  return rows
    .map(({ text, ...row }) => ({ row, text: parsed(ctx, row.hash, text) }))
    .flatMap(({ row, text }) => (text.front.terms ? [{ ...row, text, terms: text.front.terms }] : []))
    .sort((a, b) =>
      isNewerVersion(a.version, b.version) ? -1 : isNewerVersion(b.version, a.version) ? 1 : 0,
    )
}

/** The newest version, the authoritative text first, and its translations: each can be signed, all have the same
 * terms. A language whose translation still waits is not among them. */
export const currentAgreements = async (ctx: Context): Promise<Agreement[]> => {
  const all = await allAgreements(ctx)
  const newest = all.find(({ authoritative }) => authoritative)
  return newest
    ? [newest, ...all.filter((entry) => entry !== newest && entry.version === newest.version)]
    : []
}

/** Undefined for what this DAO never published. */
export const agreementByHash = async (ctx: Context, hash: Hex): Promise<Agreement | undefined> =>
  (await allAgreements(ctx)).find((entry) => entry.hash === hash)
