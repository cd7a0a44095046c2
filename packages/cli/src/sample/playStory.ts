import type { Actor, DraftStore } from '@usufruct/sdk/actions/actor'
import type { License } from '@usufruct/sdk/http/routes/license'
import { createFileDrafts } from '../home/fileDrafts.ts'
import { createCast } from './cast.ts'
import { createProgress, type StoryProgress } from './progress.ts'
import { readSample, sampleFolder } from './readSample.ts'
import { awaitReleases } from './steps/awaitReleases.ts'
import { buyAll } from './steps/buyAll.ts'
import { claimAll } from './steps/claimAll.ts'

import { downloadSample } from './steps/downloadSample.ts'
import { joinAll } from './steps/joinAll.ts'
import { lendAll } from './steps/lendAll.ts'
import { reviewAll } from './steps/reviewAll.ts'
import { type StorySummary, summarise } from './summary.ts'

export type PlayStoryInput = {
  /** The node's, on loopback: sample keys are handed out nowhere else. */
  url: string
  home: string
  /** Durable, and the same at every call: what a killed play left behind is finished from it. */
  drafts?: DraftStore | undefined
  /** The folder that holds `story.json`. */
  samples?: string | undefined
  onProgress?: ((progress: StoryProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

export type PlayedStory = StorySummary & { licenses: License[]; download: string }

const itIsYourTurn = 'The sample is played. Now it is your turn.'

/** Kept once the play is over: what visitors sold and earned since is theirs to claim. */
const playedKey = ({ dao: { deployment } }: Actor) =>
  ['story-played', deployment.chainId, deployment.members].join('/')

/**
 * Plays the sample as people would: every account signs with its own key, through the same actions as any
 * client. Each step asks the DAO first whether it is done, so that a play which was cut off anywhere goes on
 * there, and a play that is over changes nothing.
 *
 * @throws UsufructError `STORY_STUCK` when the DAO does not get ready in time, `SAMPLE_UNREADABLE`, and those
 * of the actions
 * @returns undefined when it had been played before
 */
export const playStory = async ({
  url,
  home,
  drafts = createFileDrafts(home),
  samples = sampleFolder,
  onProgress,
  signal,
}: PlayStoryInput): Promise<PlayedStory | undefined> => {
  const sample = await readSample(samples)
  const cast = await createCast({ url, drafts, signal })
  const { members, licensees } = sample.story
  const progress = createProgress(await cast.operator(), {
    // Everyone joins, lends, is reviewed and claims; both sides of every sale; a release round; a download.
    of: members.length * 4 + licensees.length + 2,
    onProgress,
  })
  const played = playedKey(await cast.operator())
  if (await drafts.get(played)) {
    await progress.end('done', itIsYourTurn)
    return undefined
  }
  const scene = { ...sample, cast, drafts, home, progress, signal }
  try {
    await joinAll(scene)
    const lent = await lendAll(scene)
    await reviewAll(scene, lent)
    const dataset = await awaitReleases(scene, lent)
    const licenses = await buyAll(scene, dataset)
    const download = await downloadSample(scene, licenses)
    await claimAll(scene)
    const summary = await summarise(scene, lent)
    await drafts.put(played, true)
    await progress.end('done', itIsYourTurn)
    return { ...summary, licenses, download }
  } catch (error) {
    await progress
      .end('failed', error instanceof Error ? error.message : String(error))
      .catch(() => undefined)
    throw error
  }
}
