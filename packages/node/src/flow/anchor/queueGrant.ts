import { type SignedConsent, signedConsent } from '@usufruct/sdk/anchor/signedConsent'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { consentBitsOf, consentIdOf, consentInnerOf } from '@usufruct/sdk/domain/ids'
import type { RelayedAct, RelayRequest } from '@usufruct/sdk/http/routes/contribute'
import { and, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { type Hex, numberToHex } from 'viem'
import type { Context } from '../../context.ts'
import { waitingGrants } from '../../db/anchorSchema.ts'
import { consents, events } from '../../db/schema.ts'
import { keepTerms } from '../consent/learnTerms.ts'
import { showRelayed } from './showRelayed.ts'

type Grant = Extract<RelayRequest, { kind: 'grantConsent' }>

/** Seconds between a file that is due and its root on the chain: a signature has to outlive them. */
const slack = 120

const requireTime = (deadline: number, by: number) => {
  if (deadline >= by + slack) return
  throw new UsufructError({
    code: 'ACT_DEADLINE_TOO_SOON',
    message: 'The signature would be over before it is on the chain with the others.',
    hint: `Sign again, with a deadline after ${new Date((by + slack) * 1000).toISOString()}.`,
    details: { deadline, by },
  })
}

/** More than a member has use for, and few enough that nobody fills the queue. */
const mostOfAccount = 64

const requireRoom = async ({ db }: Context, account: Hex) => {
  const [row] = await db
    .select({ waiting: count() })
    .from(waitingGrants)
    .where(and(eq(waitingGrants.account, account), isNull(waitingGrants.root), isNull(waitingGrants.refused)))
  if ((row?.waiting ?? 0) < mostOfAccount) return
  throw new UsufructError({
    code: 'ACTS_TOO_MANY',
    kind: 'limit',
    message: `${mostOfAccount} permissions of this account wait to be put on the chain.`,
    hint: 'Wait until they are there.',
    details: { account },
  })
}

/** An id that was granted, paused or taken back before is the contract's to refuse. */
const isUsed = async ({ db }: Context, consent: Hex): Promise<boolean> => {
  const granted = await db.select({ id: consents.id }).from(consents).where(eq(consents.id, consent))
  if (granted.length > 0) return true
  const said = await db
    .select({ block: events.block })
    .from(events)
    .where(sql`(${events.args} ->> 'consentId') = ${consent}`)
    .limit(1)
  return said.length > 0
}

/**
 * Takes a member's signed consent in, to be anchored with others. It is on disk when this resolves, with the terms that
 * were signed; the first signature for an id stays, unless it came to nothing. Undefined for one that has to go to the
 * chain by itself: where nothing is anchored, and for an id that the chain knows.
 *
 * @throws UsufructError `ACT_DEADLINE_TOO_SOON`, `ACTS_TOO_MANY`
 */
export const queueGrant = async (
  ctx: Context,
  { message, terms: text }: Grant,
  { act, short }: { act: Hex; short: Pick<SignedConsent, 'r' | 'vs'> },
): Promise<RelayedAct | undefined> => {
  if (!ctx.anchoring) return undefined
  const { account, deadline: until, ...said } = message
  const consent = consentIdOf(account, consentInnerOf(said))
  const [known] = await ctx.db.select().from(waitingGrants).where(eq(waitingGrants.consent, consent))
  if (known && known.refused === null) return showRelayed(ctx, known.act)
  if (await isUsed(ctx, consent)) return undefined
  const deadline = Number(until)
  const receivedAt = ctx.now()
  requireTime(deadline, receivedAt + ctx.anchoring.every)
  await requireRoom(ctx, account)
  const bits = numberToHex(consentBitsOf({ ...said, time: deadline }), { size: 32 })
  const signed = signedConsent.parse({ account, terms: said.terms, bits, ...short })
  const row = { consent, act, ...signed, deadline, receivedAt, root: null, refused: null }
  await keepTerms(ctx, said.terms, text)
  await ctx.db
    .insert(waitingGrants)
    .values(row)
    .onConflictDoUpdate({
      target: waitingGrants.consent,
      set: row,
      setWhere: isNotNull(waitingGrants.refused),
    })
  return { state: 'waiting', act, by: receivedAt + ctx.anchoring.every }
}
