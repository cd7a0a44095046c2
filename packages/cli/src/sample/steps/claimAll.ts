import { claimEarnings } from '@usufruct/sdk/actions/payout/claimEarnings'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Scene } from '../scene.ts'

/** Every member takes what they earned. What was taken before is not there to be taken again. */
export const claimAll = async ({ story, cast, progress }: Scene): Promise<void> => {
  await Promise.all(
    story.members.map(async ({ account }) => {
      const actor = await cast.as(account)
      const { claimed } = await claimEarnings(actor)
      progress.did(
        claimed > 0n
          ? `${account} was paid ${formatMoney(claimed, actor.dao.coin)}`
          : `${account} has nothing to take`,
      )
    }),
  )
}
