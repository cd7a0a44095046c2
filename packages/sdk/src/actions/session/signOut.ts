import { findUsufructError } from '../../domain/errors.ts'
import type { Actor } from '../actor.ts'

/** Ends the session at the node and on this device. A session the node has forgotten is ended already. */
export async function signOut(actor: Actor): Promise<void> {
  if (!actor.session.current()) return
  try {
    await actor.node.call('deleteSession', {})
  } catch (error) {
    if (findUsufructError(error)?.kind !== 'unauthenticated') throw error
  }
  await actor.session.set(undefined)
}
