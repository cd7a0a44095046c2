import { join } from '@usufruct/sdk/actions/join/join'
import type { Scene } from '../scene.ts'

/** Everyone who lends becomes a member; who is one stays one. */
export const joinAll = async ({ story, cast, progress }: Scene): Promise<void> => {
  await Promise.all(
    story.members.map(async ({ account }) => {
      await join(await cast.as(account))
      progress.did(`${account} joined`)
    }),
  )
}
