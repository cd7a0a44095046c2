import { bytesToHex, type Hex } from 'viem'
import type { Actor } from '../actions/actor.ts'
import { nowInSeconds, requireAccount } from '../actions/actor.ts'
import { type Wait, wait } from '../actions/backOff.ts'
import { absoluteUrl } from '../actions/connect.ts'
import { tooSlow, within } from '../actions/within.ts'
import { findUsufructError, UsufructError } from '../domain/errors.ts'
import type { Manifest } from '../domain/manifest.ts'
import { gatherKeys } from '../shares/gatherKeys.ts'
import { generateHpkeKey } from '../shares/generateHpkeKey.ts'
import { createKeeperClient } from '../shares/keeperClient.ts'
import { maxContributionsPerRequest, type RefusalCode } from '../shares/keeperContract.ts'
import { licenseKeyRequestData, licenseKeyRequestDigest } from '../shares/keyRequest.ts'
import { openAnswer } from '../shares/sealAnswer.ts'

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
  absent: { keeper: number; code: string; message: string }[]
}

type Keeper = Actor['dao']['keepers'][number]
type Answer = { shares: Map<Hex, Uint8Array>; refused: Map<Hex, RefusalCode> }

/** Short: a keeper remembers a request until then. */
const requestLifetime = 600
/** Milliseconds for a keeper to answer, and for the last ones when enough have. */
const patience = 60_000
const grace = 5_000

/**
 * Asks all keepers at once for the shares a license opens, and puts the keys together. One keeper may be down
 * or lie; it is named in what comes back.
 *
 * @throws UsufructError the keepers' own refusal of the license, `KEEPERS_TOO_FEW`, `SHARES_WRONG`
 */
export async function requestKeys(actor: Actor, input: KeysInput): Promise<Keys> {
  const { keepers, keepersNeeded } = actor.dao
  const outcomes = await askAll(actor, input)
  input.signal?.throwIfAborted()
  const answers: { keeper: Keeper; answer: Answer }[] = []
  const failures: { keeper: Keeper; reason: unknown }[] = []
  for (const [at, keeper] of keepers.entries()) {
    const outcome = outcomes[at]
    if (outcome?.status === 'fulfilled') answers.push({ keeper, answer: outcome.value })
    else failures.push({ keeper, reason: outcome?.reason })
  }
  const absent: Keys['absent'] = failures.map(({ keeper, reason }) => {
    const { code, message } = findUsufructError(reason) ?? { code: 'INTERNAL', message: String(reason) }
    return { keeper: keeper.index, code, message }
  })
  if (answers.length < keepersNeeded) throw tooFew(actor, failures, absent)

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

/** Once enough have answered, the others get a little longer, so that one that hangs holds nobody up. */
async function askAll(actor: Actor, input: KeysInput): Promise<PromiseSettledResult<Answer>[]> {
  const { signal, wait: pause = wait } = input
  const late = new AbortController()
  const over = new AbortController()
  const stop = signal ? AbortSignal.any([signal, late.signal]) : late.signal
  let answered = 0
  const outcomes = await Promise.allSettled(
    actor.dao.keepers.map(async (keeper) => {
      const answer = await within(patience, stop, (until) => ask(actor, keeper, { ...input, signal: until }))
      if (++answered === actor.dao.keepersNeeded)
        pause(grace, over.signal).then(
          () => late.abort(tooSlow(grace)),
          () => undefined,
        )
      return answer
    }),
  )
  over.abort()
  return outcomes
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

function tooFew(actor: Actor, failures: { keeper: Keeper; reason: unknown }[], absent: Keys['absent']) {
  // A refusal says more than a silence: with it, asking again later would not help.
  const refusal = failures
    .map(({ reason }) => findUsufructError(reason))
    .find((error) => error !== undefined && error.kind !== 'unreachable')
  if (refusal)
    return new UsufructError({
      ...refusal.toJSON(),
      details: { ...refusal.details, keepers: absent },
      cause: refusal,
    })
  return new UsufructError({
    code: 'KEEPERS_TOO_FEW',
    kind: 'unreachable',
    message: `${actor.dao.keepersNeeded} of ${actor.dao.keepers.length} key holders are needed, and ${actor.dao.keepers.length - failures.length} answered.`,
    hint: 'Try again when more of them can be reached.',
    details: { keepers: absent },
    cause: failures[0]?.reason,
  })
}
