import { bytesToHex, type Hex } from 'viem'
import type { Actor } from '../actions/actor.ts'
import { nowInSeconds, requireAccount } from '../actions/actor.ts'
import type { Wait } from '../actions/backOff.ts'
import { absoluteUrl } from '../actions/connect.ts'
import type { Manifest } from '../domain/manifest.ts'
import { gatherKeys } from '../shares/gatherKeys.ts'
import { generateHpkeKey } from '../shares/generateHpkeKey.ts'
import { createKeeperClient } from '../shares/keeperClient.ts'
import { maxContributionsPerRequest, type RefusalCode } from '../shares/keeperContract.ts'
import { licenseKeyRequestData, licenseKeyRequestDigest } from '../shares/keyRequest.ts'
import { openAnswer } from '../shares/sealAnswer.ts'
import { type Absent, type Answer, askKeepers, type Keeper } from './askKeepers.ts'

export type KeysInput = {
  license: bigint
  release: number
  manifest: Manifest
  /** The manifest's exact bytes as text, which keepers hold against the chain. */
  manifestText: string
  signal?: AbortSignal | undefined
  wait?: Wait | undefined
}

export type Refusal = { keeper: number; code: RefusalCode }

export type Keys = {
  identities: Map<Hex, Uint8Array>
  /** Contributions without enough shares, and what each keeper said. */
  refused: Map<Hex, Refusal[]>
  /** Keepers that could not be used, though the others were enough. */
  absent: Absent[]
}

/** Short: a keeper remembers a request until then. */
const requestLifetime = 600

/**
 * Asks all keepers at once for the shares a license opens, and puts the keys together. One keeper may be down
 * or lie; it is named in what comes back.
 *
 * @throws UsufructError the keepers' own refusal of the license, `KEEPERS_TOO_FEW`, `SHARES_WRONG`
 */
export async function requestKeys(actor: Actor, input: KeysInput): Promise<Keys> {
  const { keepers, keepersNeeded } = actor.dao
  const { answers, absent } = await askKeepers(
    actor,
    (keeper, signal) => ask(actor, keeper, { ...input, signal }),
    input,
  )
  const { keys, missing, wrong } = await gatherKeys({
    answers: answers.map(({ keeper, answer }) => ({ keeper: keeper.address, shares: answer.shares })),
    commitments: new Map(input.manifest.parts.map((part) => [part.contribution, part.keyCommitment])),
    threshold: keepersNeeded,
  })
  const refused = new Map<Hex, Refusal[]>()
  for (const [contribution, error] of missing) {
    if (error.code !== 'SHARES_TOO_FEW') throw error
    const refusals = answers.flatMap(({ keeper, answer }) =>
      answer.shares.has(contribution)
        ? []
        : [{ keeper: keeper.index, code: answer.refused.get(contribution) ?? ('NO_SHARE' as const) }],
    )
    refused.set(contribution, refusals)
  }
  for (const keeper of keepers.filter(({ address }) => wrong.has(address)))
    absent.push({
      keeper: keeper.index,
      code: 'SHARE_WRONG',
      message: `Key holder ${keeper.index} gave a wrong share.`,
    })
  return { identities: keys, refused, absent }
}

async function ask(actor: Actor, keeper: Keeper, input: KeysInput): Promise<Answer> {
  const { parts } = input.manifest
  const answer: Answer = { shares: new Map(), refused: new Map() }
  // Even a release without parts is asked about once: whether the license is good is the keepers' to say.
  for (let at = 0; at === 0 || at < parts.length; at += maxContributionsPerRequest) {
    const batch = parts.slice(at, at + maxContributionsPerRequest).map((part) => part.contribution)
    await askFor(actor, keeper, input, batch.length === parts.length ? undefined : batch, answer)
  }
  return answer
}

async function askFor(
  actor: Actor,
  keeper: Keeper,
  { license, release, manifestText, signal }: KeysInput,
  contributions: Hex[] | undefined,
  answer: Answer,
): Promise<void> {
  const { account } = requireAccount(actor)
  const { deployment } = actor.dao
  const ephemeral = generateHpkeKey()
  const request = {
    keeper: keeper.address,
    nonce: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    ephemeralKey: ephemeral.publicKey,
    deadline: nowInSeconds() + requestLifetime,
  }
  const message = { ...request, license, release, deadline: BigInt(request.deadline) }
  const signature = await account.signTypedData(licenseKeyRequestData(deployment, message))
  const client = createKeeperClient(absoluteUrl(actor.node.url, keeper.url), { fetch: actor.fetch })
  const given = await client.call(
    'openLicense',
    {
      body: {
        request: { ...request, license: String(license), release },
        signature,
        manifest: manifestText,
        ...(contributions ? { contributions } : {}),
      },
    },
    signal ? { signal } : {},
  )
  const binding = { keeper: keeper.address, request: licenseKeyRequestDigest(deployment, message) }
  for (const [contribution, share] of await openAnswer(given, ephemeral.privateKey, binding))
    answer.shares.set(contribution, share)
  for (const { contribution, code } of given.refused) answer.refused.set(contribution, code)
}
