import type { Hex, LocalAccount } from 'viem'
import { type Actor, nowInSeconds, requireAccount } from '../actions/actor.ts'
import { myConsents, noConsent } from '../actions/consent/myConsents.ts'
import { UsufructError } from '../domain/errors.ts'
import { address, consentIdOf, datasetIdOf } from '../domain/ids.ts'
import type { DaoInfo } from '../http/routes/dao.ts'
import { eip712Domain } from '../messages/domain.ts'
import { withdrawConsentsTypes } from '../messages/onchain.ts'
import { type LeaveCard, leaveCard, leaveCardText, maxInners } from './leaveCard.ts'

export type MadeLeaveCard = {
  card: LeaveCard
  /** What goes into a file or a QR code. */
  text: string
  /** The permissions it takes back. */
  consents: Hex[]
}

export type SignLeaveCardInput = {
  dataset: string
  /** Of every permission that it should take back. */
  inners: readonly Hex[]
  /** Unix time in seconds. */
  madeAt?: number | undefined
}

/** Only what can be reached from anywhere: paths on the DAO's own node are of no use without it. */
const publicUrls = (urls: readonly string[]) => urls.filter((url) => /^https?:\/\//.test(url))

/** Signs a leave card with nothing but the account and what the device knows: no node, no chain.
 * @throws UsufructError `CONSENT_NONE`, `LEAVE_CARD_TOO_LARGE` */
export async function signLeaveCard(
  account: LocalAccount,
  { name, deployment, keepers, rpc }: Pick<DaoInfo, 'name' | 'deployment' | 'keepers' | 'rpc'>,
  { dataset, inners, madeAt = nowInSeconds() }: SignLeaveCardInput,
): Promise<MadeLeaveCard> {
  const named = [...new Set(inners)]
  if (named.length === 0) throw noConsent(dataset)
  if (named.length > maxInners)
    throw new UsufructError({
      code: 'LEAVE_CARD_TOO_LARGE',
      kind: 'limit',
      message: `A card takes back ${maxInners} permissions, and these are ${named.length}.`,
      hint: 'Make several, each for some of them.',
      details: { permissions: named.length, limit: maxInners },
    })
  const owner = address.parse(account.address)
  const message = { account: owner, dataset: datasetIdOf(dataset), inners: named }
  const signature = await account.signTypedData({
    domain: eip712Domain(deployment.chainId, deployment.members),
    types: withdrawConsentsTypes,
    primaryType: 'WithdrawConsents',
    message,
  })
  const card = leaveCard.parse({
    schema: 'usufruct-leave-card/1',
    chainId: deployment.chainId,
    members: deployment.members,
    dao: name,
    account: owner,
    dataset: { id: message.dataset, slug: dataset },
    inners: named,
    signature,
    madeAt,
    keepers: publicUrls(keepers.map(({ url }) => url)),
    rpc: publicUrls([rpc]),
  })
  return { card, text: leaveCardText(card), consents: named.map((inner) => consentIdOf(owner, inner)) }
}

/** A leave card for every permission that the account gave for a dataset and did not take back. One that is over may
 * be left out: it permits nothing any more. @throws UsufructError `CONSENT_NONE`, `LEAVE_CARD_TOO_LARGE` */
export async function makeLeaveCard(
  actor: Actor,
  { dataset, inners }: { dataset: string; inners?: readonly Hex[] | undefined },
): Promise<MadeLeaveCard> {
  const { account } = requireAccount(actor)
  const named =
    inners ??
    (await myConsents(actor, dataset))
      .filter(({ withdrawnAt }) => withdrawnAt === null)
      .map(({ inner }) => inner)
      .slice(0, maxInners)
  return signLeaveCard(account, actor.dao, { dataset, inners: named })
}
