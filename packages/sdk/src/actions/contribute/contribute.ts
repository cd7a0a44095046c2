import { type Hex, hexToBytes, sha256 } from 'viem'
import { keyCommitment } from '../../age/keyCommitment.ts'
import { recipientOf } from '../../age/recipient.ts'
import { UsufructError } from '../../domain/errors.ts'
import { commitmentOf, contributionIdOf } from '../../domain/ids.ts'
import type { ContributionReport, Provenance } from '../../http/routes/contribute.ts'
import type { ProcessingTask } from '../../messages/processingGrant.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { backOff, type Wait } from '../backOff.ts'
import { isConsentLive, isRegistered, readConsent } from '../chainReads.ts'
import { chooseAgreement } from '../consent/chooseAgreement.ts'
import { signedIn } from '../session/signedIn.ts'
import { depositShares } from './depositShares.ts'
import {
  type ContributionDraft,
  createDraft,
  type DraftName,
  deleteDraft,
  readDraft,
  writeDraft,
} from './draft.ts'
import { encryptDraft } from './encryptDraft.ts'
import { type EnsureConsentInput, ensureConsent } from './ensureConsent.ts'
import { registerContribution } from './registerContribution.ts'
import { signGrant } from './signGrant.ts'
import { uploadBlob } from './uploadBlob.ts'

export type CleanedBytes = {
  ndjson: Uint8Array
  /** SHA-256 of `ndjson`. */
  contentHash: Hex
  rows: number
  report: ContributionReport
}

export type ContributeStep = 'consent' | 'register' | 'keys' | 'encrypt' | 'describe' | 'upload'
export type ContributeProgress = {
  step: ContributeStep
  sent?: number
  total?: number
  /** What was signed waits to be put on the chain with others, until about then (Unix seconds). */
  waitsUntil?: number
}

export type ContributeInput = EnsureConsentInput & {
  dataset: string
  /** What the member calls it; never on chain. */
  name: string
  cleaned: CleanedBytes
  provenance: Provenance
  onProgress?: ((progress: ContributeProgress) => void) | undefined
  signal?: AbortSignal | undefined
  wait?: Wait | undefined
}

export type Contributed = {
  contribution: Hex
  consent: Hex
  /** These very bytes had been lent before; nothing was done. */
  repeated: boolean
}

/** What the operator needs plaintext for before anything can be licensed. */
const tasks: readonly ProcessingTask[] = ['clean', 'review', 'value']

/**
 * Lends cleaned bytes to a dataset. The commitment is final on chain before any byte leaves, and what it
 * depends on is on the device's disk before anything is signed: whatever interrupts this, calling it again
 * with the same bytes goes on where it stopped.
 *
 * @throws UsufructError `CONTENT_HASH_MISMATCH`, `SPECIAL_CATEGORY_REFUSED`, `CONSENT_TO_REPLACE`, `DRAFT_DAMAGED`
 * and those of each step
 */
export async function contribute(actor: Actor, input: ContributeInput): Promise<Contributed> {
  const { dataset, cleaned, signal, wait, onProgress } = input
  const { address } = requireAccount(actor)
  const name: DraftName = { dataset, contentHash: cleaned.contentHash }
  if (sha256(cleaned.ndjson) !== cleaned.contentHash)
    throw new UsufructError({
      code: 'CONTENT_HASH_MISMATCH',
      message: 'The cleaned bytes are not those that were hashed.',
      hint: 'Clean the file again and lend what comes out, unchanged.',
      details: { contentHash: cleaned.contentHash },
    })
  refuseSpecialCategories(actor, input)
  const lent = await findLent(actor, name)
  if (lent) {
    await deleteDraft(actor, name)
    return { ...lent, repeated: true }
  }

  const draft = (await usableDraft(actor, name)) ?? (await createDraft(actor, name))
  const identity = hexToBytes(draft.identity)
  const commitment = commitmentOf(address, cleaned.contentHash, draft.salt)
  const contribution = contributionIdOf(address, commitment)

  if (!draft.consentId || !(await isRegistered(actor, contribution))) {
    onProgress?.({ step: 'consent' })
    const onWaiting = (waitsUntil: number) => onProgress?.({ step: 'consent', waitsUntil })
    draft.consentId = await ensureConsent(actor, name, draft, { ...input, onWaiting })
    await writeDraft(actor, name, draft)
    signal?.throwIfAborted()
    onProgress?.({ step: 'register' })
    await registerContribution(actor, { dataset, consent: draft.consentId, commitment })
  }
  const consent = draft.consentId

  onProgress?.({ step: 'keys' })
  const published = keyCommitment(identity)
  await depositShares(actor, { contribution, keyCommitment: published, shares: draft.shares, wait, signal })

  onProgress?.({ step: 'encrypt' })
  const blob = await encryptDraft(draft, cleaned.ndjson)
  const blobHash = sha256(blob)

  onProgress?.({ step: 'describe' })
  const { end } = await readConsent(actor, consent)
  const grant = await signGrant(actor, contribution, { holder: actor.dao.operator, tasks, until: end })
  await backOff(
    () =>
      signedIn(actor, () =>
        actor.node.call('describeContribution', {
          body: {
            contribution,
            dataset,
            name: input.name,
            contentHash: cleaned.contentHash,
            salt: draft.salt,
            recipient: recipientOf(identity),
            keyCommitment: published,
            blob: blobHash,
            blobBytes: blob.length,
            contentBytes: cleaned.ndjson.length,
            rows: cleaned.rows,
            provenance: input.provenance,
            grant,
            report: cleaned.report,
          },
        }),
      ),
    { wait, signal },
  )
  // Also when the bytes are there already: the node may have been interrupted before it took them in.
  await uploadBlob(actor, {
    bytes: blob,
    sha256: blobHash,
    signal,
    wait,
    onProgress: (sent, total) => onProgress?.({ step: 'upload', sent, total }),
  })
  await deleteDraft(actor, name)
  return { contribution, consent, repeated: false }
}

/** Health and the like stay at home unless charter and agreement speak of such data. Asked before anything is signed:
 * what is on the chain once stays there. */
function refuseSpecialCategories({ dao }: Actor, { provenance, ...choice }: ContributeInput) {
  const named = provenance.specialCategories
  if (named.length === 0) return
  const takes = (kind: string) => kind === 'special-category'
  const agreed = chooseAgreement(dao.agreements, choice).terms.personalData.present
  if (takes(dao.charter.personalData) && takes(agreed)) return
  throw new UsufructError({
    code: 'SPECIAL_CATEGORY_REFUSED',
    message: `This DAO does not take data about ${named.join(', ')}.`,
    hint: 'Leave such data out of the file. Nothing was signed or sent.',
    details: { specialCategories: named, charter: dao.charter.personalData, agreement: agreed },
  })
}

/** The same bytes that this account lent before, unless they were taken back or got lost on the way. */
async function findLent(actor: Actor, { dataset, contentHash }: DraftName) {
  const { contributions } = await signedIn(actor, () => actor.node.call('listMyContributions', {}))
  return contributions
    .filter((lent) => lent.dataset === dataset && lent.contentHash === contentHash)
    .filter(({ state }) => state !== 'registered' && state !== 'withdrawn' && state !== 'failed')
    .map(({ contribution, consent }) => ({ contribution, consent }))[0]
}

/** A contribution that was registered under a consent which has ended can go nowhere; its draft neither. */
async function usableDraft(actor: Actor, name: DraftName): Promise<ContributionDraft | undefined> {
  const draft = await readDraft(actor, name)
  if (!draft?.consentId) return draft
  const { address } = requireAccount(actor)
  const contribution = contributionIdOf(address, commitmentOf(address, name.contentHash, draft.salt))
  if (!(await isRegistered(actor, contribution))) return draft
  return (await isConsentLive(actor, draft.consentId)) ? draft : undefined
}
