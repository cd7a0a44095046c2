import { randomUUID } from 'node:crypto'
import type { Receipt } from '@usufruct/sdk/http/routes/consent'
import { consentReceipt, receiptText } from '@usufruct/sdk/records/consentReceipt'
import { hashDocument, signedDocumentData } from '@usufruct/sdk/records/signedDocument'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import { eq, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { consents, receipts } from '../../db/schema.ts'
import { knownTermsOf } from '../consent/knownTerms.ts'
import { type ConsentRow, recordInputOf } from './recordInput.ts'

type Kind = Receipt['kind']

type Change = { consent: Hex; change: 'grant' | Kind; at: number }

const atOnce = 200

/** Changes that nobody was given a receipt for, oldest first, from after one of them. What is signed has to be known:
 * a receipt cannot repeat terms that it does not have. */
const due = async (ctx: Context, after: Change): Promise<Change[]> => {
  const rows = rowsOf<{ consent: Hex; change: 'grant' | Kind; at: string }>(
    await ctx.db.execute(sql`
      with known as (
        select c.* from chain_consents c
        join terms t on t.hash = c.terms
        join agreements a on a.hash = c.agreement
      ), changes as (
        select id as consent, 'grant' as change, granted_at as at from known
        union all select id, 'paused', paused_at from known where paused_at is not null
        union all select id, 'withdrawn', withdrawn_at from known where withdrawn_at is not null
        union all select id, 'expired', "end" from known where withdrawn_at is null and "end" <= ${ctx.now()}
      )
      select consent, change, at::text as at from changes
      where (changes.at, consent, change) > (${after.at}::bigint, ${after.consent}::text, ${after.change}::text)
        and not exists (
        select 1 from receipts r where r.consent = changes.consent
          and (r.kind = changes.change or (changes.change = 'grant' and r.kind in ('given', 'renewed', 'changed'))))
      order by changes.at, consent, change limit ${atOnce}`),
  )
  return rows.map(({ consent, change, at }) => ({ consent, change, at: Number(at) }))
}

/** The same record has the same identifier in every receipt about it. */
const recordIdOf = async (ctx: Context, consent: Hex): Promise<string> => {
  const [earlier] = await ctx.db
    .select({ document: receipts.document })
    .from(receipts)
    .where(eq(receipts.consent, consent))
    .limit(1)
  if (!earlier) return randomUUID()
  const { 'dpv:hasRecordOfActivity': records } = JSON.parse(earlier.document) as {
    'dpv:hasRecordOfActivity': { 'dct:identifier': string }[]
  }
  return records[0]?.['dct:identifier'] ?? randomUUID()
}

/** A consent that continues another of the same member's renews it, or changes what it is for. */
const grantKind = async (ctx: Context, consent: ConsentRow, terms: LicenseTerms): Promise<Kind> => {
  if (!terms.replaces) return 'given'
  const [before] = await ctx.db.select().from(consents).where(eq(consents.id, terms.replaces))
  if (before?.account !== consent.account || before.dataset !== consent.dataset) return 'given'
  return before.purposes === consent.purposes ? 'renewed' : 'changed'
}

/** Consents that name terms known here which are not what was signed, by database: never to have a receipt. */
const foreign = new WeakMap<Context['db'], Set<Hex>>()

const foreignTo = ({ db }: Context): Set<Hex> => {
  const known = foreign.get(db) ?? new Set()
  foreign.set(db, known)
  return known
}

const issue = async (ctx: Context, { consent: id, change, at }: Change) => {
  const [consent] = await ctx.db.select().from(consents).where(eq(consents.id, id))
  const terms = consent && (await knownTermsOf(ctx, consent))
  if (!terms) {
    foreignTo(ctx).add(id)
    return
  }
  const granted = await grantKind(ctx, consent, terms)
  const kind = change === 'grant' ? granted : change
  const issuedAt = ctx.now()
  const input = await recordInputOf(ctx, consent, terms, {
    identifier: await recordIdOf(ctx, id),
    until: at,
    changed: granted !== 'renewed',
  })
  if (!input) return
  const receiptId = randomUUID()
  const document = receiptText(consentReceipt({ id: receiptId, kind, issuedAt }, input))
  const hash = hashDocument(document)
  const { chainId, members } = ctx.deployment
  const signature = await ctx.operator.signTypedData(
    signedDocumentData({ chainId, members, kind: 'consent-receipt', hash, at }),
  )
  // One row, or none: a receipt that somebody else wrote meanwhile is the receipt.
  await ctx.db
    .insert(receipts)
    .values({
      id: receiptId,
      account: consent.account,
      consent: id,
      kind,
      at,
      document,
      hash,
      signer: ctx.operator.address.toLowerCase() as Hex,
      signature,
    })
    .onConflictDoNothing()
}

/** Gives every change of every consent its receipt, once. Looks for what lacks one, so a node that was killed
 * between a change and its receipt makes it when it is back. One that fails, or cannot have one, holds no other up,
 * however many there are of them. */
export const issueReceipts = async (ctx: Context) => {
  const failures: unknown[] = []
  let page: Change[] = []
  let tried = 0
  do {
    page = await due(ctx, page.at(-1) ?? { at: -1, consent: '0x', change: 'grant' })
    const known = foreignTo(ctx)
    const open = page.filter(({ consent }) => !known.has(consent))
    tried += open.length
    for (const change of open) await issue(ctx, change).catch((error: unknown) => failures.push(error))
  } while (page.length === atOnce && tried < atOnce)
  if (failures.length > 0) throw failures[0]
}
