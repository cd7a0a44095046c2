import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex as hexOf } from '@noble/hashes/utils.js'
import { bytesToHex, type Hex } from 'viem'
import { type Answer, askKeepers, type Keeper } from '../../access/askKeepers.ts'
import { fetchBlob } from '../../access/fetchBlob.ts'
import { decryptWith } from '../../age/decryptWith.ts'
import { UsufructError } from '../../domain/errors.ts'
import { commitmentOf } from '../../domain/ids.ts'
import type { Contribution } from '../../http/routes/contribute.ts'
import { gatherKeys } from '../../shares/gatherKeys.ts'
import { generateHpkeKey } from '../../shares/generateHpkeKey.ts'
import { createKeeperClient } from '../../shares/keeperClient.ts'
import { taskKeyRequestData, taskKeyRequestDigest } from '../../shares/keyRequest.ts'
import { openAnswer } from '../../shares/sealAnswer.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { backOff, type Wait } from '../backOff.ts'
import { type Registration, readRegistration } from '../chainReads.ts'
import { absoluteUrl } from '../connect.ts'
import { signGrant } from './signGrant.ts'

export type CheckInput = {
  contribution: Pick<Contribution, 'contribution' | 'blob' | 'opening'>
  signal?: AbortSignal | undefined
  wait?: Wait | undefined
}

export type Checked = {
  onChain: Registration
  /** From what lies in storage, decrypted here, and the salt. */
  recomputed: Hex
  contentHash: Hex
  /** Of the stored ciphertext and of what was in it. */
  storedBytes: number
  contentBytes: number
  equal: boolean
}

/** Seconds: no longer than the check takes. */
const lifetime = 600

/**
 * Does for a member what nobody has to be believed for: fetches the stored bytes of a contribution, has the keepers
 * open its key to the member, decrypts, and makes the commitment again, to be held against the chain's. The keepers
 * write the look down as any other. They refuse once the permission has ended or was taken back.
 *
 * @throws UsufructError `NOT_UPLOADED`, `COMMITMENT_NOT_ON_CHAIN`, `KEYS_REFUSED`, `KEEPERS_TOO_FEW`, `BLOB_MISMATCH`
 * and those of decryption
 */
export async function checkContribution(
  actor: Actor,
  { contribution: { contribution, blob, opening }, signal, wait }: CheckInput,
): Promise<Checked> {
  if (!blob || !opening)
    throw new UsufructError({
      code: 'NOT_UPLOADED',
      kind: 'conflict',
      message: 'Nothing of this contribution has been uploaded yet.',
      hint: 'Send it to the end first.',
      details: { contribution },
    })
  const { address } = requireAccount(actor)
  const [onChain, stored, key] = await Promise.all([
    readRegistration(actor, contribution),
    backOff(() => fetchBlob(actor.node, blob, signal), { wait, signal }),
    openOwn(actor, contribution, opening.keyCommitment, { signal, wait }),
  ])
  const content = sha256.create()
  let contentBytes = 0
  for await (const chunk of decryptWith(key, stored, { size: stored.length })) {
    content.update(chunk)
    contentBytes += chunk.length
  }
  const contentHash: Hex = `0x${hexOf(content.digest())}`
  const recomputed = commitmentOf(address, contentHash, opening.salt)
  const equal = recomputed === onChain.commitment
  return { onChain, recomputed, contentHash, storedBytes: stored.length, contentBytes, equal }
}

type Options = { signal: AbortSignal | undefined; wait: Wait | undefined }

/** The key of what one lent oneself, under a grant to oneself. */
async function openOwn(actor: Actor, contribution: Hex, keyCommitment: Hex, options: Options) {
  const { address } = requireAccount(actor)
  const grant = await signGrant(actor, contribution, {
    holder: address,
    tasks: ['audit'],
    until: nowInSeconds() + lifetime,
  })
  const { answers } = await askKeepers(
    actor,
    (keeper, signal) => ask(actor, keeper, contribution, grant, signal),
    options,
  )
  const { keys, missing } = await gatherKeys({
    answers: answers.map(({ keeper, answer }) => ({ keeper: keeper.address, shares: answer.shares })),
    commitments: new Map([[contribution, keyCommitment]]),
    threshold: actor.dao.keepersNeeded,
  })
  const key = keys.get(contribution)
  if (key) return key
  const codes = [...new Set(answers.flatMap(({ answer }) => answer.refused.get(contribution) ?? []))]
  if (codes.length === 0) throw missing.get(contribution)
  throw new UsufructError({
    code: 'KEYS_REFUSED',
    kind: 'permission',
    message: `The key holders do not open this contribution: ${codes.join(', ')}.`,
    hint: 'Once a permission has ended or was taken back they open it to nobody any more, its member included.',
    details: { contribution, codes },
  })
}

async function ask(
  actor: Actor,
  keeper: Keeper,
  contribution: Hex,
  { signature: granted, ...grant }: Awaited<ReturnType<typeof signGrant>>,
  signal: AbortSignal,
): Promise<Answer> {
  const { account, address } = requireAccount(actor)
  const { deployment } = actor.dao
  const ephemeral = generateHpkeKey()
  const request = {
    holder: address,
    task: 'audit',
    contributions: [contribution],
    keeper: keeper.address,
    nonce: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    ephemeralKey: ephemeral.publicKey,
    deadline: nowInSeconds() + lifetime,
  }
  const message = { ...request, deadline: BigInt(request.deadline) }
  const signature = await account.signTypedData(taskKeyRequestData(deployment, message))
  const client = createKeeperClient(absoluteUrl(actor.node.url, keeper.url), { fetch: actor.fetch })
  const grants = [
    {
      grant: { ...grant, account: address, contribution, until: String(grant.until) },
      signature: granted,
    },
  ]
  const given = await client.call('openTask', { body: { request, signature, grants } }, { signal })
  const binding = { keeper: keeper.address, request: taskKeyRequestDigest(deployment, message) }
  return {
    shares: await openAnswer(given, ephemeral.privateKey, binding),
    refused: new Map(given.refused.map(({ contribution: refused, code }) => [refused, code])),
  }
}
