import type { Hex } from 'viem'
import type { Actor } from '../actions/actor.ts'
import { type Wait, wait } from '../actions/backOff.ts'
import { tooSlow, within } from '../actions/within.ts'
import { findUsufructError, UsufructError } from '../domain/errors.ts'
import type { RefusalCode } from '../shares/keeperContract.ts'

export type Keeper = Actor['dao']['keepers'][number]
export type Answer = { shares: Map<Hex, Uint8Array>; refused: Map<Hex, RefusalCode> }

/** A keeper that could not be used, though the others were enough. */
export type Absent = { keeper: number; code: string; message: string }

export type Asked = { answers: { keeper: Keeper; answer: Answer }[]; absent: Absent[] }

export type AskOptions = { signal?: AbortSignal | undefined; wait?: Wait | undefined }

/** Milliseconds for a keeper to answer, and for the last ones when enough have. */
const patience = 60_000
const grace = 5_000

/**
 * Asks all keepers at once for shares. Once enough have answered, the others get a little longer, so that one that
 * hangs holds nobody up.
 *
 * @throws UsufructError the keepers' own refusal, `KEEPERS_TOO_FEW`
 */
export async function askKeepers(
  actor: Actor,
  ask: (keeper: Keeper, signal: AbortSignal) => Promise<Answer>,
  { signal, wait: pause = wait }: AskOptions = {},
): Promise<Asked> {
  const { keepers, keepersNeeded } = actor.dao
  const late = new AbortController()
  const over = new AbortController()
  const stop = signal ? AbortSignal.any([signal, late.signal]) : late.signal
  let answered = 0
  const outcomes = await Promise.allSettled(
    keepers.map(async (keeper) => {
      const answer = await within(patience, stop, (until) => ask(keeper, until))
      if (++answered === keepersNeeded)
        pause(grace, over.signal).then(
          () => late.abort(tooSlow(grace)),
          () => undefined,
        )
      return answer
    }),
  )
  over.abort()
  signal?.throwIfAborted()
  const answers: Asked['answers'] = []
  const failures: { keeper: Keeper; reason: unknown }[] = []
  for (const [at, keeper] of keepers.entries()) {
    const outcome = outcomes[at]
    if (outcome?.status === 'fulfilled') answers.push({ keeper, answer: outcome.value })
    else failures.push({ keeper, reason: outcome?.reason })
  }
  const absent = failures.map(({ keeper, reason }): Absent => {
    const { code, message } = findUsufructError(reason) ?? { code: 'INTERNAL', message: String(reason) }
    return { keeper: keeper.index, code, message }
  })
  if (answers.length < keepersNeeded) throw tooFew(actor, failures, absent)
  return { answers, absent }
}

function tooFew(actor: Actor, failures: { keeper: Keeper; reason: unknown }[], absent: Absent[]) {
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
