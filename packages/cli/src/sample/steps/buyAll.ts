import type { Actor } from '@usufruct/sdk/actions/actor'
import { buyLicense } from '@usufruct/sdk/actions/license/buyLicense'
import { mintPracticeMoney } from '@usufruct/sdk/actions/practice/mintPracticeMoney'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { License } from '@usufruct/sdk/http/routes/license'
import { erc20Abi } from 'viem'
import type { Scene } from '../scene.ts'
import type { StoryLicensee } from '../story.ts'
import { waitUntil } from '../waitUntil.ts'

const licenseOf = async (actor: Actor, offer: string): Promise<License | undefined> => {
  const licensee = actor.account?.address
  const { licenses } = await actor.node.call('listLicenses', { query: licensee ? { licensee } : {} })
  return licenses.find((license) => license.offer === offer)
}

const balanceOf = (actor: Actor): Promise<bigint> =>
  actor.publicClient.readContract({
    address: actor.dao.deployment.coin,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [actor.account?.address ?? '0x'],
  })

const buy = async (
  { cast, progress, signal }: Scene,
  { account, offer: name, months, practiceMoney }: StoryLicensee,
  dataset: Dataset,
): Promise<License> => {
  const offer = dataset.offers.find((entry) => entry.name === name)?.offer
  if (!offer)
    throw new UsufructError({
      code: 'OFFER_UNKNOWN',
      kind: 'notFound',
      message: `${dataset.slug} has no offer called ${name}.`,
      hint: 'story.json and dao.json of the sample do not belong together.',
    })
  const actor = await cast.as(account)
  const before = await licenseOf(actor, offer)
  if (!before) {
    const money = BigInt(practiceMoney)
    if ((await balanceOf(actor)) < money) await mintPracticeMoney(actor, money)
    await buyLicense(actor, { offer, months })
  }
  const license =
    before ??
    (await waitUntil(() => licenseOf(actor, offer), {
      what: `The license of ${account} was not listed`,
      seconds: 30,
      signal,
    }))
  progress.did(
    `${account} licensed ${name} for ${months} months: ${formatMoney(BigInt(license.price), actor.dao.coin)}`,
  )
  return license
}

/** The licensees take practice money and buy; who has a license of the offer buys no second one. */
export const buyAll = async (scene: Scene, dataset: Dataset): Promise<License[]> => {
  const licenses: License[] = []
  for (const licensee of scene.story.licensees) licenses.push(await buy(scene, licensee, dataset))
  return licenses
}
