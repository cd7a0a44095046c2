import { basename } from 'node:path'
import { fileSource } from '@usufruct/cleaning/node/fileSource'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { nowInSeconds } from '@usufruct/sdk/actions/actor'
import { contribute } from '@usufruct/sdk/actions/contribute/contribute'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Column } from '@usufruct/sdk/http/values'
import type { Hex } from 'viem'
import { cleanFile } from '../../files/cleanFile.ts'
import type { Progress as FileProgress } from '../../output/progress.ts'
import type { Scene } from '../scene.ts'
import type { StoryMember } from '../story.ts'

export type Lent = { member: StoryMember; contribution: Hex }

/** The files are small; what is told is that one was lent. */
const silent: FileProgress = { update: () => undefined, end: () => undefined }

/** The same end at every try: a consent that was signed before a kill must still be the one that is asked for. */
const consentEnd = async ({ drafts, story }: Scene, actor: Actor): Promise<number> => {
  const { chainId, members } = actor.dao.deployment
  const key = ['story-end', chainId, members].join('/')
  const kept = await drafts.get(key)
  if (typeof kept === 'number') return kept
  const end = nowInSeconds() + story.consentDays * 86_400
  await drafts.put(key, end)
  return end
}

const lend = async (
  scene: Scene,
  member: StoryMember,
  columns: readonly Column[],
  until: number,
): Promise<Lent> => {
  const { cast, story, progress, pathOf, signal } = scene
  const { account, file, purposes } = member
  const actor = await cast.as(account)
  const name = basename(file)
  const { cleaned } = await cleanFile(await fileSource(pathOf(file)), {
    choices: {},
    columns,
    progress: silent,
    signal: signal ?? new AbortController().signal,
  })
  const { contributions } = await signedIn(actor, () => actor.node.call('listMyContributions', {}))
  // Also one that its member took back since: the play must not lend it again.
  const before = contributions.find(
    ({ contentHash, state }) =>
      contentHash === cleaned.contentHash && state !== 'registered' && state !== 'failed',
  )
  const contribution =
    before?.contribution ??
    (
      await contribute(actor, {
        dataset: story.dataset,
        name,
        cleaned,
        purposes,
        until,
        provenance: {
          origin: 'mine',
          othersInIt: 'no',
          specialCategories: [],
          source: 'Palmer Station LTER; palmerpenguins (CC0)',
          madeByAi: 'none',
        },
        signal,
      })
    ).contribution
  progress.did(`${account} lent ${name}: ${cleaned.rows} rows`)
  return { member, contribution }
}

/** Everyone lends their file, cleaned first. Who lends what another lent before waits until that is on chain:
 * order decides whose it is. */
export const lendAll = async (scene: Scene): Promise<Lent[]> => {
  const { story, cast } = scene
  const operator = await cast.operator()
  const { columns } = await operator.node.call('getDataset', { params: { slug: story.dataset } })
  const until = await consentEnd(scene, operator)
  const lent = new Map<string, Promise<Lent>>()
  for (const member of story.members) {
    const earlier = member.after ? lent.get(member.after) : undefined
    const now = Promise.resolve(earlier).then(() => lend(scene, member, columns, until))
    lent.set(member.account, now)
  }
  // All of them, before one that failed is told of: none may go on in the background.
  const settled = await Promise.allSettled(lent.values())
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
