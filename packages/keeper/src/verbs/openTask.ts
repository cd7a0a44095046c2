import type { RouteParsed } from '@usufruct/sdk/http/route'
import { processingGrantData } from '@usufruct/sdk/messages/processingGrant'
import type { KeeperAnswer, KeeperApi, RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import { taskKeyRequestDigest } from '@usufruct/sdk/shares/keyRequest'
import { type Hex, hashTypedData } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import { isSignedBy } from '../chain/isSignedBy.ts'
import type { Keeper } from '../keeper.ts'
import { answerShares, type Refused } from './answerShares.ts'
import { checkDeadline, checkNamesThisKeeper, signatureInvalid } from './checkRequest.ts'
import { consentLine } from './consentLine.ts'
import { liveConsent } from './liveConsent.ts'

export type OpenTaskInput = RouteParsed<KeeperApi['openTask']>['body']
type SignedGrant = OpenTaskInput['grants'][number]

const retracted = 5

/** Whether the chain itself says that the holder may: then no signature need be passed on. */
const isGrantedOnChain = (
  { facts, time, isFinal }: Snapshot,
  { holder, task }: OpenTaskInput['request'],
  contribution: Hex,
): boolean =>
  (facts.grants.get(contribution) ?? []).some(
    (grant) =>
      grant.holder === holder &&
      grant.tasks.split(',').includes(task) &&
      grant.until > time &&
      isFinal(grant.block),
  )

/** Why the holder may not see this contribution for the task, or null. */
async function refuseGrant(
  keeper: Keeper,
  snapshot: Snapshot,
  request: OpenTaskInput['request'],
  contribution: Hex,
  signed: SignedGrant | undefined,
): Promise<RefusalCode | null> {
  const { holder, task } = request
  const { facts, time, isFinal } = snapshot
  const registered = facts.contributions.get(contribution)
  if (registered === undefined || !isFinal(registered.block)) return 'NOT_REGISTERED'
  if (facts.statuses.get(contribution)?.status === retracted) return 'NOT_ACCEPTED'
  const consents = consentLine(keeper, snapshot, registered.consent).map((id) =>
    liveConsent(id, snapshot, keeper),
  )
  const live = consents.find((found) => typeof found !== 'string') ?? consents.at(-1)
  if (live === undefined || typeof live === 'string') return live ?? 'CONSENT_UNKNOWN'
  if (live.account !== registered.account || live.dataset !== registered.dataset) return 'CONSENT_MISMATCH'
  if (isGrantedOnChain(snapshot, request, contribution)) return null
  if (signed === undefined) return 'GRANT_MISSING'
  const { grant, signature } = signed
  if (grant.account !== registered.account || grant.holder !== holder) return 'GRANT_INVALID'
  if (!grant.tasks.split(',').includes(task)) return 'GRANT_INVALID'
  const message = { ...grant, until: BigInt(grant.until) }
  if (message.until <= BigInt(time)) return 'GRANT_EXPIRED'
  const digest = hashTypedData(processingGrantData(keeper.deployment, message))
  return (await isSignedBy(keeper.client, registered.account, digest, signature)) ? null : 'GRANT_INVALID'
}

/** Gives the holder of processing grants this keeper's shares, each for as long as grant and consent last. */
export async function openTask(
  keeper: Keeper,
  { request, signature, grants }: OpenTaskInput,
): Promise<KeeperAnswer> {
  checkNamesThisKeeper(keeper, request.keeper)
  const snapshot = await keeper.chain.sync()
  checkDeadline(request.deadline, snapshot.time)
  const digest = taskKeyRequestDigest(keeper.deployment, { ...request, deadline: BigInt(request.deadline) })
  if (!(await isSignedBy(keeper.client, request.holder, digest, signature)))
    throw signatureInvalid(request.holder)

  const byContribution = new Map(grants.map((signed) => [signed.grant.contribution, signed]))
  const entitled: Hex[] = []
  const refused: Refused[] = []
  for (const contribution of new Set(request.contributions)) {
    const grant = byContribution.get(contribution)
    const code = await refuseGrant(keeper, snapshot, request, contribution, grant)
    if (code === null) entitled.push(contribution)
    else refused.push({ contribution, code })
  }
  return answerShares(keeper, {
    ...request,
    entitled,
    refused,
    time: snapshot.time,
    access: { who: request.holder, under: { kind: 'task', task: request.task }, request: digest },
  })
}
