import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { Scene } from '../scene.ts'
import { waitUntil } from '../waitUntil.ts'
import type { Lent } from './lendAll.ts'

/** What of the play should be in a release by now and is not, by name. */
const missingFrom = async (
  { story, cast }: Scene,
  dataset: Dataset,
  lent: readonly Lent[],
): Promise<string[]> => {
  const missing = await Promise.all(
    lent.map(async ({ member, contribution }) => {
      const actor = await cast.as(member.account)
      const [{ contributions }, { positions }] = await Promise.all([
        signedIn(actor, () => actor.node.call('listMyContributions', {})),
        signedIn(actor, () => actor.node.call('getMyEarnings', {})),
      ])
      const mine = contributions.find((entry) => entry.contribution === contribution)
      if (mine?.state !== 'accepted' || mine.newRows === 0) return []
      return (
        dataset.offers
          .filter(
            ({ closed, purposes }) => !closed && purposes.every((code) => member.purposes.includes(code)),
          )
          // Released, and entered into the pool: before that there would be nothing to claim yet.
          .filter(
            ({ offer }) => ![mine.weights, positions].every((list) => list.some((of) => of.offer === offer)),
          )
          .map(({ name }) => `${member.account} in ${name} of ${story.dataset}`)
      )
    }),
  )
  return missing.flat()
}

/** The node cuts releases by itself once nothing is on its way; waits until every offer has what its consents
 * cover, and until the challenge windows are over and the pools know it. */
export const awaitReleases = async (scene: Scene, lent: readonly Lent[]): Promise<Dataset> => {
  const { story, cast, progress, signal } = scene
  const { node } = await cast.operator()
  let missing: string[] = []
  const dataset = await waitUntil(
    async () => {
      const now = await node.call('getDataset', { params: { slug: story.dataset } })
      const active = now.offers.every(({ release, closed }) => closed || release > 0)
      if (!active || now.releases.some(({ state }) => state === 'asserted')) return undefined
      missing = await missingFrom(scene, now, lent)
      return missing.length === 0 ? now : undefined
    },
    { what: 'The releases were not activated', seconds: 90, signal, seen: () => missing },
  )
  progress.did(
    dataset.offers
      .map(({ name, release, rows, members }) => `${name} ${release}: ${rows} rows of ${members} members`)
      .join('; '),
  )
  return dataset
}
