import { findUsufructError } from '../../domain/errors.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { signIn } from './signIn.ts'

/** Runs what needs a session: signs in when there is none, and once more when the node has forgotten it. */
export async function signedIn<T>(actor: Actor, run: () => Promise<T>): Promise<T> {
  requireAccount(actor)
  const session = actor.session.current()
  const fresh = !session || session.expiresAt <= nowInSeconds()
  if (fresh) await signIn(actor)
  try {
    return await run()
  } catch (error) {
    if (fresh || findUsufructError(error)?.kind !== 'unauthenticated') throw error
    await signIn(actor)
    return run()
  }
}
