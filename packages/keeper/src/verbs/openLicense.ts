import { UsufructError } from '@usufruct/sdk/domain/errors'
import { covers } from '@usufruct/sdk/domain/purposes'
import type { RouteParsed } from '@usufruct/sdk/http/route'
import type { KeeperAnswer, KeeperApi, RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import { licenseKeyRequestDigest } from '@usufruct/sdk/shares/keyRequest'
import type { Hex } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import type { Contribution, License, LicenseTerm, Offer } from '../chain/facts.ts'
import { findConsent } from '../chain/findConsent.ts'
import { isSignedBy } from '../chain/isSignedBy.ts'
import type { Keeper } from '../keeper.ts'
import { answerShares, type Refused } from './answerShares.ts'
import { checkDeadline, checkNamesThisKeeper, signatureInvalid } from './checkRequest.ts'
import { consentLine } from './consentLine.ts'
import { liveConsent } from './liveConsent.ts'
import { licensedManifest, readManifest } from './releaseManifest.ts'

export type OpenLicenseInput = RouteParsed<KeeperApi['openLicense']>['body']

const accepted = 2

function findLicense(
  id: bigint,
  { facts, isFinal }: Snapshot,
): { license: License; term: LicenseTerm; offer: Offer } {
  const license = facts.licenses.get(id)
  const term = license?.terms.findLast(({ block }) => isFinal(block))
  const offer = license && facts.offers.get(license.offer)
  if (license === undefined || term === undefined || offer === undefined)
    throw new UsufructError({
      code: 'LICENSE_UNKNOWN',
      kind: 'notFound',
      message: `There is no license ${id}.`,
      hint: 'A license that was bought a moment ago may need some more blocks.',
      details: { license: id.toString() },
    })
  return { license, term, offer }
}

function checkLicenseRuns(id: bigint, end: number, time: number): void {
  if (time >= end)
    throw new UsufructError({
      code: 'LICENSE_EXPIRED',
      kind: 'permission',
      message: `License ${id} has ended.`,
      hint: 'Renew it; keys are given out while it lasts.',
      details: { license: id.toString(), end, time },
    })
}

/** What was bought: a pause leaves what was bought before it. */
type Bought = { offer: Offer; boughtBefore: (paused: number) => boolean }

/** Whether a term from before some event still runs and reaches the release that is asked for. */
const boughtBefore =
  ({ terms }: License, current: LicenseTerm, release: number, { time, isFinal }: Snapshot) =>
  (order: number): boolean =>
    terms.some(
      (term) =>
        term.order < order &&
        isFinal(term.block) &&
        term.end > time &&
        (term === current || term.release >= release),
    )

/** Why a consent does not permit what was bought, or null. */
function refuseConsent(
  keeper: Keeper,
  snapshot: Snapshot,
  { offer, boughtBefore }: Bought,
  registered: Contribution,
  consent: Hex,
): RefusalCode | null {
  const live = liveConsent(consent, snapshot, keeper, boughtBefore)
  if (typeof live === 'string') return live
  const belongs = live.account === registered.account && live.dataset === offer.dataset
  if (!belongs) return 'CONSENT_MISMATCH'
  return covers(live.purposes, offer.purposes) ? null : 'PURPOSES_NOT_COVERED'
}

/** Why a part of the release may not be read now, or null. A part may be read under the consent that the manifest
 * names for it, and under what continues that one: a member who renewed did not take anything back. */
function refusePart(
  keeper: Keeper,
  snapshot: Snapshot,
  bought: Bought,
  { contribution, consent }: { contribution: Hex; consent: Hex },
): RefusalCode | null {
  const { facts, isFinal } = snapshot
  const registered = facts.contributions.get(contribution)
  if (registered === undefined || !isFinal(registered.block)) return 'NOT_REGISTERED'
  // Whatever the operator wrote: a contribution goes with the consent its member registered it under, and with
  // what that member signed as continuing it.
  const own = consentLine(keeper, snapshot, registered.consent).includes(consent)
  if (
    registered.dataset !== bought.offer.dataset ||
    (!own && findConsent(keeper, facts, consent) !== undefined)
  )
    return 'CONSENT_MISMATCH'
  const codes = consentLine(keeper, snapshot, consent).map((id) =>
    refuseConsent(keeper, snapshot, bought, registered, id),
  )
  if (!codes.includes(null)) return codes.at(-1) ?? 'CONSENT_UNKNOWN'
  const standing = facts.statuses.get(contribution)
  return standing?.status === accepted && isFinal(standing.block) ? null : 'NOT_ACCEPTED'
}

/**
 * Gives a license's owner this keeper's shares of a release (docs/adr/0004). What is wrong with the request or
 * the license refuses everything; what is wrong with one contribution refuses that one.
 */
export async function openLicense(keeper: Keeper, input: OpenLicenseInput): Promise<KeeperAnswer> {
  const { request, signature } = input
  checkNamesThisKeeper(keeper, request.keeper)
  const snapshot = await keeper.chain.sync()
  checkDeadline(request.deadline, snapshot.time)
  const id = BigInt(request.license)
  const { license, term, offer } = findLicense(id, snapshot)
  const message = { ...request, license: id, deadline: BigInt(request.deadline) }
  const digest = licenseKeyRequestDigest(keeper.deployment, message)
  if (!(await isSignedBy(keeper.client, license.owner, digest, signature)))
    throw signatureInvalid(license.owner)
  checkLicenseRuns(id, term.end, snapshot.time)
  const release = { offer: license.offer, release: request.release, licensed: term.release }
  const parts = readManifest(input.manifest, licensedManifest(snapshot, release))

  const bought = { offer, boughtBefore: boughtBefore(license, term, request.release, snapshot) }

  const entitled: Hex[] = []
  const refused: Refused[] = []
  for (const contribution of new Set(input.contributions ?? parts.keys())) {
    const consent = parts.get(contribution)
    const code =
      consent === undefined
        ? 'NOT_IN_MANIFEST'
        : refusePart(keeper, snapshot, bought, { contribution, consent })
    if (code === null) entitled.push(contribution)
    else refused.push({ contribution, code })
  }
  return answerShares(keeper, {
    ...request,
    entitled,
    refused,
    time: snapshot.time,
    access: {
      who: license.owner,
      under: {
        kind: 'license',
        license: request.license,
        offer: license.offer.toString(),
        release: request.release,
      },
      request: digest,
    },
  })
}
