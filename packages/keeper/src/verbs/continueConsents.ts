import { createHash } from 'node:crypto'
import { bytes32 } from '@usufruct/sdk/domain/ids'
import type { RouteParsed, RouteResult } from '@usufruct/sdk/http/route'
import type { KeeperApi, RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import { z } from 'zod'
import type { Snapshot } from '../chain/chainView.ts'
import { findConsent } from '../chain/findConsent.ts'
import type { Keeper } from '../keeper.ts'
import type { Continuation } from '../store/continuationStore.ts'
import { continues } from './consentLine.ts'

type Asked = RouteParsed<KeeperApi['continueConsents']>['body']['continuations'][number]

/** What a keeper reads of a member's terms. */
const grantTerms = z.object({
  schema: z.literal('usufruct-terms/1'),
  kind: z.literal('grant'),
  replaces: bytes32,
})

function readTerms(text: string): z.output<typeof grantTerms> | undefined {
  try {
    return grantTerms.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The continuation that some signed terms state, or why they do not. */
function readContinuation(
  keeper: Keeper,
  snapshot: Snapshot,
  { consent, terms: text }: Asked,
): Continuation | RefusalCode {
  const { facts } = snapshot
  const granted = findConsent(keeper, facts, consent)
  if (granted === undefined) return 'CONSENT_UNKNOWN'
  const terms = `0x${createHash('sha256').update(text, 'utf8').digest('hex')}` as const
  // The member signed the hash, so whoever brings these very bytes needs no signature of their own.
  if (terms !== granted.terms) return 'TERMS_MISMATCH'
  const read = readTerms(text)
  if (read === undefined) return 'CONTINUATION_INVALID'
  const continuation = { consent, terms, replaces: read.replaces }
  return continues(keeper, snapshot, continuation) ? continuation : 'CONTINUATION_INVALID'
}

/** Takes in which consents continue which. It gives nobody more than the member signed: each still has to be live
 * and to cover what is asked when a contribution is opened under it. */
export async function continueConsents(
  keeper: Keeper,
  { continuations }: { continuations: Asked[] },
): Promise<RouteResult<KeeperApi['continueConsents']>> {
  const snapshot = await keeper.chain.sync()
  const stated: Continuation[] = []
  const refused: RouteResult<KeeperApi['continueConsents']>['refused'] = []
  for (const asked of continuations) {
    const read = readContinuation(keeper, snapshot, asked)
    if (typeof read === 'string') refused.push({ consent: asked.consent, code: read })
    else stated.push(read)
  }
  await keeper.continuations.add(stated)
  return { known: stated.map(({ consent }) => consent), refused }
}
