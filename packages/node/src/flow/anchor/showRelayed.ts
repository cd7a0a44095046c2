import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { RelayedAct } from '@usufruct/sdk/http/routes/contribute'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { anchors, waitingGrants } from '../../db/anchorSchema.ts'
import { consents } from '../../db/schema.ts'

const refusals = {
  ACT_EXPIRED: ['The signature was over before it was on the chain.', 'Sign again.'],
  CONSENT_WITHDRAWN: [
    'This permission was taken back before it was on the chain.',
    'Give a new one if that is not meant.',
  ],
} as const

const refused = (code: keyof typeof refusals, act: Hex) => {
  const [message, hint] = refusals[code]
  return new UsufructError({ code, kind: 'conflict', message, hint, details: { act } })
}

/**
 * Where an act is that was taken in to be anchored with others.
 *
 * @throws UsufructError `ACT_UNKNOWN`, `ACT_EXPIRED`, `CONSENT_WITHDRAWN`
 */
export const showRelayed = async (ctx: Context, act: Hex): Promise<RelayedAct> => {
  const [found] = await ctx.db
    .select({ waiting: waitingGrants, anchor: anchors, counts: consents.id })
    .from(waitingGrants)
    .leftJoin(anchors, eq(anchors.root, waitingGrants.root))
    .leftJoin(consents, eq(consents.id, waitingGrants.consent))
    .where(eq(waitingGrants.act, act))
  if (!found)
    throw new UsufructError({
      code: 'ACT_UNKNOWN',
      kind: 'notFound',
      message: 'No such act waits here.',
      hint: 'Send it again: the same act is never sent twice.',
      details: { act },
    })
  const { waiting, anchor, counts } = found
  if (waiting.refused) throw refused(waiting.refused, act)
  if (anchor && !counts) throw refused('ACT_EXPIRED', act)
  if (anchor) return { state: 'done', transaction: anchor.transaction, block: anchor.block, repeated: false }
  return { state: 'waiting', act, by: waiting.receivedAt + (ctx.anchoring?.every ?? 0) }
}
