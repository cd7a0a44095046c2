import type { Actor } from '@usufruct/sdk/actions/actor'
import { noConsent } from '@usufruct/sdk/actions/consent/myConsents'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { usageError } from '../usage.ts'

/** The dataset that was named, or the only one that the account shares with. */
export const datasetOfConsents = async (
  actor: Actor,
  named: string | undefined,
  asks: (consent: Consent) => boolean = ({ withdrawnAt }) => withdrawnAt === null,
): Promise<string> => {
  if (named !== undefined) return named
  const { consents } = await signedIn(actor, () => actor.node.call('listMyConsents', {}))
  const slugs = [...new Set(consents.filter(asks).map((entry) => entry.dataset))]
  const [slug] = slugs
  if (slug === undefined) throw noConsent('any dataset')
  if (slugs.length === 1) return slug
  throw usageError('You share with more than one dataset.', `Name one with --dataset: ${slugs.join(', ')}.`)
}
