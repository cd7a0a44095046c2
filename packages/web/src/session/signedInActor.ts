import type { Actor } from '@usufruct/sdk/actions/actor'
import { connect } from '@usufruct/sdk/actions/connect'
import { signIn } from '@usufruct/sdk/actions/session/signIn'
import { privateKeyToAccount } from 'viem/accounts'
import { drafts, tokens } from './browserStores.ts'
import type { Identity } from './identity.ts'

/** Signs in without asking: whoever chose the account has already said who they are. */
export const signedInActor = async (identity: Identity): Promise<Actor> => {
  const actor = await connect({
    url: location.origin,
    account: privateKeyToAccount(identity.privateKey),
    drafts,
    tokens,
  })
  if (!actor.session.current()) await signIn(actor)
  return actor
}
