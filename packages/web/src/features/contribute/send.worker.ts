import { type Actor, requireAccount } from '@usufruct/sdk/actions/actor'
import { connect } from '@usufruct/sdk/actions/connect'
import { checkContribution } from '@usufruct/sdk/actions/contribute/checkContribution'
import { contribute } from '@usufruct/sdk/actions/contribute/contribute'
import { plannedCommitment } from '@usufruct/sdk/actions/contribute/plannedCommitment'
import { join } from '@usufruct/sdk/actions/join/join'
import { createMemoryTokens } from '@usufruct/sdk/actions/memoryStores'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { drafts } from '../../session/browserStores.ts'
import type { SendAnswer, SendFailure, SendRequest } from './sendMessages.ts'
import { forgetUnsent, readUnsent, type Unsent } from './unsent.ts'

// Hashing, locking and signing in a thread of its own: the page answers while a large file is sent.

const answer = (message: SendAnswer) => postMessage(message)

const actors = new Map<Hex, Promise<Actor>>()
const stops = new Map<string, AbortController>()
/** One after the other: each after the first goes under the permission that the first gave. */
let turns: Promise<void> = Promise.resolve()

const actorOf = (privateKey: Hex): Promise<Actor> => {
  const known =
    actors.get(privateKey) ??
    connect({
      url: location.origin,
      account: privateKeyToAccount(privateKey),
      drafts,
      tokens: createMemoryTokens(),
    })
  actors.set(privateKey, known)
  // A node that was down when it was asked is asked again the next time.
  known.catch(() => actors.delete(privateKey))
  return known
}

const joinOnce = async (actor: Actor, key: string) => {
  const isMember = await actor.publicClient.readContract({
    address: actor.dao.deployment.members,
    abi: membersAbi,
    functionName: 'isMember',
    args: [requireAccount(actor).address],
  })
  if (isMember) return
  answer({ kind: 'progress', key, step: 'join', sent: 0, total: 0, waitsUntil: null })
  await join(actor)
}

const send = async (actor: Actor, key: string, what: Unsent, signal: AbortSignal) => {
  const { dataset, cleaned } = what
  await joinOnce(actor, key)
  signal.throwIfAborted()
  const lent = await contribute(actor, {
    ...what,
    signal,
    onProgress: ({ step, sent = 0, total = 0, waitsUntil = null }) => {
      answer({ kind: 'progress', key, step, sent, total, waitsUntil })
      if (step !== 'register' && step !== 'keys') return
      void plannedCommitment(actor, { dataset, contentHash: cleaned.contentHash }).then(
        ({ contribution, commitment }) => answer({ kind: 'committed', key, contribution, commitment }),
      )
    },
  })
  await forgetUnsent(key)
  answer({ kind: 'sent', key, lent })
}

const failureOf = (error: unknown): SendFailure =>
  (
    findUsufructError(error) ??
    new UsufructError({
      code: 'SENDING_STOPPED',
      kind: 'internal',
      message: 'Sending stopped unexpectedly.',
      hint: 'Nothing is lost. Go on, and it continues where it stopped.',
      details: { error: error instanceof Error ? error.message : String(error) },
    })
  ).toJSON()

const sendOne = async (privateKey: Hex, key: string, signal: AbortSignal) => {
  try {
    signal.throwIfAborted()
    const what = await readUnsent(key)
    if (what) await send(await actorOf(privateKey), key, what, signal)
  } catch (error) {
    if (signal.aborted) answer({ kind: 'stopped', key })
    else answer({ kind: 'failed', key, error: failureOf(error) })
  }
}

/** Two tabs do not send the same bytes. A page that is not served securely has no locks, and then the node sorts it
 * out: it takes each byte once. */
const alone = async (key: string, work: () => Promise<void>): Promise<void> => {
  if (!navigator.locks) return work()
  await navigator.locks.request(key, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
    else answer({ kind: 'elsewhere', key })
  })
}

addEventListener('message', ({ data: request }: MessageEvent<SendRequest>) => {
  const { key } = request
  switch (request.kind) {
    case 'send': {
      const stop = new AbortController()
      stops.set(key, stop)
      const { privateKey } = request
      turns = turns.then(() => alone(key, () => sendOne(privateKey, key, stop.signal)))
      return
    }
    case 'stop':
      stops.get(key)?.abort()
      return
    case 'check':
      actorOf(request.privateKey)
        .then((actor) => checkContribution(actor, { contribution: request.contribution }))
        .then((checked) => answer({ kind: 'checked', key, checked }))
        .catch((error: unknown) => answer({ kind: 'failed', key, error: failureOf(error) }))
  }
})
