import { UsufructError } from '@usufruct/sdk/domain/errors'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { checkLicense as route } from '@usufruct/sdk/http/routes/terms'
import { agreementTerms } from '@usufruct/sdk/terms/deriveTerms'
import { type Block, narrow } from '@usufruct/sdk/terms/narrow'
import { sayDay } from '@usufruct/sdk/terms/say'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { and, asc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { offers } from '../../db/schema.ts'
import { offerTermsOf } from '../release/permissions.ts'
import { showDataset } from '../release/showDataset.ts'
import { checkPermissions } from './checkPermissions.ts'
import { quoteLicense } from './quoteLicense.ts'
import { requireRegions } from './requireRegions.ts'

export type LicenseCheck = z.output<typeof route.response>
type OfferCheck = LicenseCheck['offers'][number]
type OfferRow = typeof offers.$inferSelect

/** What somebody wants to do. `until` is a Unix time in seconds; without it a month is asked about. */
export type UseAsked = {
  purposes: Purpose[]
  territory?: string[] | undefined
  until?: number | undefined
  commercial?: LicenseTerms['commercial'] | undefined
  offer?: string | undefined
}

/** A use with nothing left open. */
export type Use = {
  purposes: Purpose[]
  territory: string[]
  commercial: LicenseTerms['commercial']
  start: number
  end: number
}

const monthSeconds = 30 * 86_400

/** Research that is not commercial by its name; of everything else commerce is assumed unless said otherwise. */
const freeResearch: readonly Purpose[] = ['research.academic', 'research.noncommercial']

const completed = (ctx: Context, asked: UseAsked): Use => {
  const start = ctx.now()
  requireRegions(asked.territory ?? [])
  if (asked.until !== undefined && asked.until <= start)
    throw new UsufructError({
      code: 'DATE_PAST',
      message: `${sayDay(new Date(asked.until * 1000).toISOString())} is past.`,
      hint: 'Ask for a day in the future.',
      details: { until: asked.until },
    })
  return {
    purposes: [...new Set(asked.purposes)],
    territory: asked.territory ?? ['*'],
    commercial:
      asked.commercial ??
      (asked.purposes.every((purpose) => freeResearch.includes(purpose)) ? 'non-commercial' : 'any'),
    start,
    end: asked.until ?? start + monthSeconds,
  }
}

const simpleBlock = (field: string, parent: string, words: string): Block => ({
  field,
  parent,
  parentValue: null,
  childValue: null,
  words,
  clause: null,
})

const licenseFor = (offer: LicenseTerms, use: Use): LicenseTerms =>
  agreementTerms(offer, { ...use, id: `${offer.id}:asked`, licensee: { id: 'urn:usufruct:asker' } })

/** The price and the rows, or why it cannot be bought for so long now. */
const quoted = async (ctx: Context, offer: OfferRow, terms: LicenseTerms, months: number) => {
  try {
    return { quote: await quoteLicense(ctx, { offer: String(offer.id), months }), block: null }
  } catch (error) {
    if (!(error instanceof UsufructError)) throw error
    const field = error.code === 'TERM_TOO_LONG' ? 'term.end' : 'target'
    return { quote: null, block: simpleBlock(field, terms.id, error.message) }
  }
}

const checkOffer = async (
  ctx: Context,
  offer: OfferRow,
  use: Use,
  texts: ReadonlyMap<string, PublishedText>,
): Promise<OfferCheck> => {
  const common = {
    offer: String(offer.id),
    name: ctx.offerNames.get(offer.terms) ?? `Offer ${offer.id}`,
  }
  const refused = { ...common, allowed: false, rows: 0, members: 0, months: null, price: null, end: null }
  const terms = await offerTermsOf(ctx, offer)
  if (!terms) {
    const words = 'This node does not know the terms of the offer, so nobody can say what they allow.'
    return {
      ...refused,
      blocks: [simpleBlock('legalText.sha256', `urn:sha256:${offer.terms.slice(2)}`, words)],
    }
  }
  const answer = narrow([terms], licenseFor(terms, use), { texts })
  const blocks = answer.allowed ? [] : answer.blocks
  const months = Math.max(1, Math.ceil((use.end - use.start) / monthSeconds))
  const { quote, block } = await quoted(ctx, offer, terms, months)
  if (block) blocks.push(block)
  return {
    ...common,
    allowed: blocks.length === 0,
    rows: quote?.rows ?? 0,
    members: quote?.members ?? 0,
    months: quote?.months ?? null,
    price: quote?.price ?? null,
    end: quote?.end ?? null,
    blocks,
  }
}

const rowsOf = (rows: number) => `${rows} ${rows === 1 ? 'row' : 'rows'}`

const answerOf = (
  ctx: Context,
  checked: OfferCheck[],
  { permitted, refused }: Pick<LicenseCheck, 'permitted' | 'refused'>,
): string => {
  const best = checked
    .filter((offer) => offer.allowed)
    .sort((a, b) => b.rows - a.rows || Number(BigInt(a.price ?? 0) - BigInt(b.price ?? 0)))[0]
  if (best) {
    const until = best.end === null ? '' : ` until ${sayDay(new Date(best.end * 1000).toISOString())}`
    const price = best.price === null ? '' : ` for ${formatMoney(BigInt(best.price), ctx.coin)}`
    return `Yes: offer ${best.offer} (${best.name}) opens ${rowsOf(best.rows)}${until}${price}.`
  }
  if (permitted.rows > 0)
    return `No offer allows it today, but members’ permissions would cover ${rowsOf(permitted.rows)}: ask the DAO for an offer.`
  const most = [...refused].sort((a, b) => b.rows - a.rows)[0]
  if (most) return `No: ${most.words}`
  return 'No: nothing has been lent here that could be licensed.'
}

/**
 * May I use this dataset for X in Y until Z, how many rows, and at what price: for each open offer, and whether or
 * not there is an offer, whose permissions would cover it and what blocks the others.
 * @throws UsufructError `DATASET_UNKNOWN`, `OFFER_UNKNOWN`, `DATE_PAST`, `REGION_UNKNOWN`
 */
export const checkLicense = async (ctx: Context, slug: string, asked: UseAsked): Promise<LicenseCheck> => {
  const { id } = await showDataset(ctx, slug)
  const use = completed(ctx, asked)
  const ofDataset = await ctx.db
    .select()
    .from(offers)
    .where(and(eq(offers.dataset, id), eq(offers.closed, false)))
    .orderBy(asc(offers.id))
  const wanted = ofDataset.filter((offer) => asked.offer === undefined || String(offer.id) === asked.offer)
  if (asked.offer !== undefined && wanted.length === 0)
    throw new UsufructError({
      code: 'OFFER_UNKNOWN',
      kind: 'notFound',
      message: `The dataset ${slug} has no open offer ${asked.offer}.`,
      hint: `It has: ${ofDataset.map((offer) => offer.id).join(', ') || 'none'}.`,
      details: { offer: asked.offer },
    })
  const texts = new Map(
    [...ctx.texts.licenses.values(), ...ctx.texts.agreements].map((text) => [text.hash as string, text]),
  )
  const checked: OfferCheck[] = []
  for (const offer of wanted) checked.push(await checkOffer(ctx, offer, use, texts))
  const permissions = await checkPermissions(ctx, slug, use)
  return {
    dataset: slug,
    allowed: checked.some((offer) => offer.allowed),
    answer: answerOf(ctx, checked, permissions),
    asked: {
      purposes: use.purposes,
      territory: use.territory,
      until: asked.until ?? null,
      commercial: use.commercial,
    },
    offers: checked,
    ...permissions,
  }
}
