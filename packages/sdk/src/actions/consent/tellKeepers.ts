import type { Hex } from 'viem'
import { createKeeperClient } from '../../shares/keeperClient.ts'
import type { Actor } from '../actor.ts'
import { absoluteUrl } from '../connect.ts'
import { within } from '../within.ts'

/** Milliseconds for a keeper to answer. The node tells those again that do not. */
const patience = 10_000

/** Tells every keeper which consent a new one continues, so that nothing is refused in between.
 * @returns how many know it now */
export async function tellKeepers(actor: Actor, consent: Hex, terms: string): Promise<number> {
  const told = await Promise.allSettled(
    actor.dao.keepers.map(async ({ url }) => {
      const client = createKeeperClient(absoluteUrl(actor.node.url, url), { fetch: actor.fetch })
      const body = { continuations: [{ consent, terms }] }
      const { known } = await within(patience, undefined, (signal) =>
        client.call('continueConsents', { body }, { signal }),
      )
      return known.length
    }),
  )
  return told.filter((answer) => answer.status === 'fulfilled' && answer.value > 0).length
}
