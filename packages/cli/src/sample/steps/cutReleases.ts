import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { Scene } from '../scene.ts'
import { waitUntil } from '../waitUntil.ts'

/** Has a release of every offer cut, and waits until the challenge windows are over. The node does it by
 * itself as well; asking spares its timer, and says when there is nothing left to release. */
export const cutReleases = async ({ story, cast, progress, signal }: Scene): Promise<Dataset> => {
  const operator = await cast.operator()
  let last: unknown
  const dataset = await waitUntil(
    async () => {
      const asked = await signedIn(operator, () =>
        operator.node.call('requestRelease', { params: { slug: story.dataset } }),
      )
      last = asked
      const now = await operator.node.call('getDataset', { params: { slug: story.dataset } })
      const pending = now.releases.some(({ state }) => state === 'asserted')
      const released = now.offers.every(({ release, closed }) => closed || release > 0)
      return released && !pending && asked.releases.length === 0 ? now : undefined
    },
    { what: 'The releases were not activated', seconds: 90, signal, seen: () => last },
  )
  progress.did(
    dataset.offers
      .map(({ name, release, rows, members }) => `${name} ${release}: ${rows} rows of ${members} members`)
      .join('; '),
  )
  return dataset
}
