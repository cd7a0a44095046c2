import { join } from 'node:path'
import { address, bytes32, consentIdOf, signature } from '@usufruct/sdk/domain/ids'
import type { Hex } from 'viem'
import { z } from 'zod'
import { openRecordLog } from './recordLog.ts'

const record = z.object({
  account: address,
  dataset: bytes32,
  inners: z.array(bytes32),
  signature,
  at: z.number(),
})
export type Withdrawal = z.output<typeof record>

export const consentsOf = ({ account, inners }: Pick<Withdrawal, 'account' | 'inners'>): Hex[] =>
  inners.map((inner) => consentIdOf(account, inner))

export type WithdrawalStore = {
  /** On disk when this resolves, and refused from then on. */
  add: (withdrawal: Withdrawal) => Promise<void>
  has: (consent: Hex) => boolean
  /** When it came here first, in seconds. */
  at: (consent: Hex) => number | undefined
  all: () => readonly Withdrawal[]
  close: () => Promise<void>
}

/** Withdrawals that came here directly. They are kept for good: no replay of a chain can lose them. */
export async function openWithdrawalStore(home: string): Promise<WithdrawalStore> {
  const { log, records } = await openRecordLog(join(home, 'withdrawals.log'), record)
  const withdrawals = [...records]
  const times = new Map<Hex, number>()
  const note = (withdrawal: Withdrawal) => {
    for (const consent of consentsOf(withdrawal)) if (!times.has(consent)) times.set(consent, withdrawal.at)
  }
  for (const kept of records) note(kept)
  return {
    async add(withdrawal) {
      await log.append([withdrawal])
      withdrawals.push(withdrawal)
      note(withdrawal)
    },
    has: (consent) => times.has(consent),
    at: (consent) => times.get(consent),
    all: () => withdrawals,
    close: log.close,
  }
}
