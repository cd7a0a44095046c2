import { type Hex, sha256, stringToBytes } from 'viem'
import type { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import type { RelayedAct, relayRequest } from '../http/routes/contribute.ts'
import { type Actor, nowInSeconds } from './actor.ts'
import { backOff, type Wait, wait } from './backOff.ts'

/** Long enough for a slow network, short enough that a signature which never arrived is soon worth nothing. */
const signatureLifetime = 3_600

/** Until when a signature counts (Unix seconds); later by as long as it may have to wait for others. */
export const signatureDeadline = (waits = 0): bigint => BigInt(nowInSeconds() + signatureLifetime + waits)

export type Relayed = { transaction: Hex; block: number; repeated: boolean }
export type RelayOptions = {
  /** Told once, when the act waits for others: Unix seconds by which it should be on the chain. */
  onWaiting?: ((by: number) => void) | undefined
  wait?: Wait | undefined
  signal?: AbortSignal | undefined
}

/** Milliseconds between two looks, by how long there is to wait. */
const pauseFor = (seconds: number) => Math.min(Math.max(50 * seconds, 250), 10_000)
/** Seconds after which an act that should have been on the chain is given up on, for now. */
const patience = 600

const stillWaits = (act: Hex, by: number) =>
  new UsufructError({
    code: 'ACT_STILL_WAITS',
    kind: 'unreachable',
    message: 'What you signed waits to be put on the chain with others, longer than it should.',
    hint: 'The DAO’s node has it; do the same again later, and it goes on from there.',
    details: { act, by },
  })

/** Nothing may be done on the strength of an act before it is final: so this waits until it is. */
async function untilDone(
  actor: Actor,
  first: Extract<RelayedAct, { state: 'waiting' }>,
  { onWaiting, wait: pause = wait, signal }: RelayOptions,
): Promise<Relayed> {
  const { act } = first
  onWaiting?.(first.by)
  for (let { by } = first; nowInSeconds() <= by + patience; ) {
    await pause(pauseFor(by - nowInSeconds()), signal)
    const found = await backOff(() => actor.node.call('getRelayed', { params: { act } }), {
      wait: pause,
      signal,
    })
    if (found.state === 'done') return found
    by = found.by
  }
  throw stillWaits(act, first.by)
}

/** Has the node send a signed act to the chain, by itself or with others under one root; resolves when it is there. The
 * same act has the same key, so that trying again after a lost answer sends nothing twice.
 * @throws UsufructError those of the node, `ACT_STILL_WAITS`, `ACT_EXPIRED` */
export async function relayAct(
  actor: Actor,
  act: z.input<typeof relayRequest>,
  options: RelayOptions = {},
): Promise<Relayed> {
  const idempotencyKey = sha256(stringToBytes(canonicalJson(act)))
  const answer = await actor.node.call('relay', { body: act }, { idempotencyKey })
  return answer.state === 'done' ? answer : untilDone(actor, answer, options)
}
