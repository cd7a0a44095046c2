import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { address, bytes32 } from '@usufruct/sdk/domain/ids'
import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { openRecordLog } from './recordLog.ts'

const record = z.object({ who: address, nonce: bytes32, deadline: z.number() })
type NonceRecord = z.output<typeof record>

export type NonceGuard = {
  /** On disk when this resolves. @throws UsufructError `REQUEST_REPLAYED` */
  use: (nonce: NonceRecord, now: number) => Promise<void>
  close: () => Promise<void>
}

/** Clocks step back; a nonce is remembered for this many seconds after its deadline. */
const margin = 3_600
const sweepEvery = 1_000

/** A signed request is good once, also across a restart, until its deadline makes it void anyway. */
export async function openNonceGuard(home: string, now: number): Promise<NonceGuard> {
  const { log, records } = await openRecordLog(join(home, 'nonces.log'), record)
  const keyOf = (who: Address, nonce: Hex) => `${who}${nonce}`
  const alive = records.filter(({ deadline }) => deadline + margin >= now)
  if (alive.length < records.length) await log.rewrite(alive)
  const used = new Map(alive.map(({ who, nonce, deadline }) => [keyOf(who, nonce), deadline]))
  let uses = 0
  return {
    async use(nonce, time) {
      const key = keyOf(nonce.who, nonce.nonce)
      if (used.has(key))
        throw new UsufructError({
          code: 'REQUEST_REPLAYED',
          kind: 'permission',
          message: 'This request was answered before.',
          hint: 'Sign a new one with a fresh nonce and key.',
          details: { nonce: nonce.nonce },
        })
      // Taken before the disk has it, so that the same request twice at once is answered once.
      used.set(key, nonce.deadline)
      try {
        await log.append([nonce])
      } catch (error) {
        used.delete(key)
        throw error
      }
      if (++uses % sweepEvery === 0)
        for (const [old, deadline] of used) if (deadline + margin < time) used.delete(old)
    },
    close: log.close,
  }
}
