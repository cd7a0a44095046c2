import { randomBytes } from '@noble/hashes/utils.js'
import { bytesToHex, type Hex } from 'viem'
import { z } from 'zod'
import { generateContributionKey } from '../../age/generateContributionKey.ts'
import { writeHeader } from '../../age/header.ts'
import { recipientToPublicKey } from '../../age/recipient.ts'
import { UsufructError } from '../../domain/errors.ts'
import { bytes32 } from '../../domain/ids.ts'
import { hex } from '../../http/values.ts'
import { splitKey } from '../../shares/splitKey.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { plannedConsent } from '../consent/grantConsent.ts'

/**
 * Everything random that a contribution needs, drawn before anything about it is signed. With it, each later
 * step gives the same bytes when it is repeated: the same commitment, the same shares (a keeper keeps the
 * first), the same ciphertext (so that an upload goes on where it stopped).
 */
const contributionDraft = z.object({
  draft: z.literal('usufruct-contribution/1'),
  salt: bytes32,
  identity: bytes32.describe('the contribution key'),
  shares: z.array(hex),
  fileKey: hex,
  /** The age header wraps the file key under a random key of its own, so it is kept and not made again. */
  header: hex,
  payloadNonce: hex,
  consent: plannedConsent
    .extend({ text: z.string().default('') })
    .nullable()
    .describe('the consent this contribution asked for, from before it is sent'),
  consentId: bytes32.nullable().describe('the consent it is registered under, from before it is'),
})
export type ContributionDraft = z.output<typeof contributionDraft>

export type DraftName = { dataset: string; contentHash: Hex }

const keyOf = (actor: Actor, { dataset, contentHash }: DraftName): string => {
  const { chainId, members } = actor.dao.deployment
  return ['contribution', chainId, members, requireAccount(actor).address, dataset, contentHash].join('/')
}

/** @throws UsufructError `DRAFT_DAMAGED`: it may hold the only copy of a key, so nothing is written over it. */
export async function readDraft(actor: Actor, name: DraftName): Promise<ContributionDraft | undefined> {
  const kept = await actor.drafts.get(keyOf(actor, name))
  if (kept === undefined || kept === null) return undefined
  const parsed = contributionDraft.safeParse(kept)
  if (parsed.success) return parsed.data
  throw new UsufructError({
    code: 'DRAFT_DAMAGED',
    kind: 'conflict',
    message: 'What this device kept of an unfinished contribution cannot be read.',
    hint: 'Put the draft back from a copy, or remove it to start this contribution anew.',
    details: { dataset: name.dataset, contentHash: name.contentHash },
  })
}

export const writeDraft = (actor: Actor, name: DraftName, draft: ContributionDraft): Promise<void> =>
  actor.drafts.put(keyOf(actor, name), draft)

export const deleteDraft = (actor: Actor, name: DraftName): Promise<void> =>
  actor.drafts.delete(keyOf(actor, name))

export async function createDraft(actor: Actor, name: DraftName): Promise<ContributionDraft> {
  const { identity, recipient } = generateContributionKey()
  const fileKey = randomBytes(16)
  const shares = await splitKey(identity, {
    shares: actor.dao.keepers.length,
    threshold: actor.dao.keepersNeeded,
  })
  const draft: ContributionDraft = {
    draft: 'usufruct-contribution/1',
    salt: bytesToHex(randomBytes(32)),
    identity: bytesToHex(identity),
    shares: shares.map((share) => bytesToHex(share)),
    fileKey: bytesToHex(fileKey),
    header: bytesToHex(writeHeader(recipientToPublicKey(recipient), fileKey)),
    payloadNonce: bytesToHex(randomBytes(16)),
    consent: null,
    consentId: null,
  }
  await writeDraft(actor, name, draft)
  return draft
}
