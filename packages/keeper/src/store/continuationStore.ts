import { join } from 'node:path'
import { bytes32 } from '@usufruct/sdk/domain/ids'
import type { Hex } from 'viem'
import { z } from 'zod'
import { openRecordLog } from './recordLog.ts'

/** `consent` says in the terms with this hash that it continues `replaces`. */
const record = z.object({ consent: bytes32, terms: bytes32, replaces: bytes32 })
export type Continuation = z.output<typeof record>

export type ContinuationStore = {
  /** On disk when this resolves. */
  add: (continuations: readonly Continuation[]) => Promise<void>
  has: (consent: Hex) => boolean
  /** What says that it continues a consent. Whether it does, the chain decides. */
  of: (consent: Hex) => readonly Continuation[]
  close: () => Promise<void>
}

/** What members' signed terms say about each other, read once and kept: the texts themselves are not needed again. */
export async function openContinuationStore(home: string): Promise<ContinuationStore> {
  const { log, records } = await openRecordLog(join(home, 'continuations.log'), record)
  const byReplaced = new Map<Hex, Continuation[]>()
  const known = new Set<Hex>()
  const note = (continuation: Continuation) => {
    known.add(continuation.consent)
    const list = byReplaced.get(continuation.replaces)
    if (list) list.push(continuation)
    else byReplaced.set(continuation.replaces, [continuation])
  }
  for (const kept of records) note(kept)
  return {
    async add(continuations) {
      const fresh = continuations.filter(({ consent }) => !known.has(consent))
      if (fresh.length === 0) return
      await log.append(fresh)
      for (const continuation of fresh) if (!known.has(continuation.consent)) note(continuation)
    },
    has: (consent) => known.has(consent),
    of: (consent) => byReplaced.get(consent) ?? [],
    close: log.close,
  }
}
