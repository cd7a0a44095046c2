import { consentIdOf, consentInnerOf } from '@usufruct/sdk/domain/ids'
import type { RelayRequest } from '@usufruct/sdk/http/routes/contribute'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consentActs } from '../../db/schema.ts'

const actsOf = (request: RelayRequest): { kind: 'grant' | 'pause' | 'withdraw'; consents: Hex[] } | null => {
  switch (request.kind) {
    case 'grantConsent': {
      const { account, deadline, ...consent } = request.message
      return { kind: 'grant', consents: [consentIdOf(account, consentInnerOf(consent))] }
    }
    case 'pauseConsents':
    case 'withdrawConsents': {
      const { account, inners } = request.message
      return {
        kind: request.kind === 'pauseConsents' ? 'pause' : 'withdraw',
        consents: inners.map((inner) => consentIdOf(account, inner)),
      }
    }
    default:
      return null
  }
}

/** Keeps the signature behind a change of permissions: the evidence in its record. The first one counts. */
export const keepActs = async (ctx: Context, request: RelayRequest, transaction: Hex) => {
  const acts = actsOf(request)
  if (!acts || acts.consents.length === 0) return
  const { kind } = acts
  const at = ctx.now()
  await ctx.db
    .insert(consentActs)
    .values(
      acts.consents.map((consent) => ({ consent, kind, signature: request.signature, transaction, at })),
    )
    .onConflictDoNothing()
}
