import type { DraftStore } from '@usufruct/sdk/actions/actor'
import type { Cast } from './cast.ts'
import type { Progress } from './progress.ts'
import type { Sample } from './readSample.ts'

/** What every step of the play is given. */
export type Scene = Sample & {
  cast: Cast
  drafts: DraftStore
  home: string
  progress: Progress
  signal: AbortSignal | undefined
}
