import { UsufructError } from '../../domain/errors.ts'
import type { Consent } from '../../http/routes/consent.ts'
import { type Actor, nowInSeconds } from '../actor.ts'
import { signedIn } from '../session/signedIn.ts'

/** The permissions the account gave for a dataset, newest first. */
export async function myConsents(actor: Actor, dataset: string): Promise<Consent[]> {
  const { consents } = await signedIn(actor, () => actor.node.call('listMyConsents', {}))
  return consents.filter((consent) => consent.dataset === dataset)
}

/** Those that permit something now. */
export async function liveConsents(actor: Actor, dataset: string): Promise<Consent[]> {
  const now = nowInSeconds()
  return (await myConsents(actor, dataset)).filter((consent) => consent.live && consent.end > now)
}

/** Live or paused, and not over: what can be continued. */
export const isContinuable = ({ withdrawnAt, end }: Consent): boolean =>
  withdrawnAt === null && end > nowInSeconds()

export const noConsent = (dataset: string) =>
  new UsufructError({
    code: 'CONSENT_NONE',
    kind: 'notFound',
    message: `There is no consent of this account for ${dataset}.`,
    hint: 'See `usufruct consent list` for those there are.',
    details: { dataset },
  })
