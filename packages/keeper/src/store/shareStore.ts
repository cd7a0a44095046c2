import { join } from 'node:path'
import { address, bytes32 } from '@usufruct/sdk/domain/ids'
import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { openAtRest, sealAtRest } from './atRest.ts'
import { createTurns } from './inTurn.ts'
import { openRecordLog } from './recordLog.ts'

const record = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('share'),
    contribution: bytes32,
    account: address,
    keyCommitment: bytes32,
    shareHash: bytes32,
    at: z.number(),
    sealed: z.base64(),
  }),
  z.object({ type: z.literal('erased'), contribution: bytes32, at: z.number() }),
])
type StoreRecord = z.output<typeof record>

export type ShareDeposit = {
  contribution: Hex
  account: Address
  keyCommitment: Hex
  shareHash: Hex
  share: Uint8Array
}
export type StoredShare = Omit<ShareDeposit, 'share'> & { at: number }
export type DepositOutcome = { kind: 'stored'; share: StoredShare } | { kind: 'exists' } | { kind: 'erased' }

export type ShareStore = {
  /** Stores all that are new, on disk before this resolves. The first write wins: the same share again is
   * answered like the first time, another one is `exists`. */
  put: (deposits: readonly ShareDeposit[], at: number) => Promise<DepositOutcome[]>
  open: (contribution: Hex) => Uint8Array | 'NO_SHARE' | 'ERASED'
  /** Gone from the file when this resolves, and never taken in again. */
  erase: (contributions: readonly Hex[], at: number) => Promise<void>
  count: () => number
  close: () => Promise<void>
}

type Held = StoredShare & { sealed: Buffer }

export async function openShareStore(home: string, storeKey: Uint8Array): Promise<ShareStore> {
  const { log, records } = await openRecordLog(join(home, 'shares.log'), record)
  const held = new Map<Hex, Held>()
  const erased = new Map<Hex, number>()
  for (const entry of records) {
    if (entry.type === 'erased') erased.set(entry.contribution, entry.at)
    else held.set(entry.contribution, { ...entry, sealed: Buffer.from(entry.sealed, 'base64') })
  }
  const inTurn = createTurns()
  const toRecord = ({ contribution, account, keyCommitment, shareHash, at, sealed }: Held): StoreRecord => ({
    type: 'share',
    contribution,
    account,
    keyCommitment,
    shareHash,
    at,
    sealed: sealed.toString('base64'),
  })

  const outcomeOf = (deposit: ShareDeposit, before: StoredShare): DepositOutcome =>
    before.shareHash === deposit.shareHash && before.keyCommitment === deposit.keyCommitment
      ? { kind: 'stored', share: before }
      : { kind: 'exists' }

  return {
    put: (deposits, at) =>
      inTurn(async () => {
        const added = new Map<Hex, Held>()
        const outcomes = deposits.map((deposit): DepositOutcome => {
          const { share, ...named } = deposit
          const before = held.get(deposit.contribution) ?? added.get(deposit.contribution)
          if (before) return outcomeOf(deposit, before)
          if (erased.has(deposit.contribution)) return { kind: 'erased' }
          const stored = { ...named, at }
          added.set(deposit.contribution, {
            ...stored,
            sealed: sealAtRest(storeKey, deposit.contribution, share),
          })
          return { kind: 'stored', share: stored }
        })
        if (added.size > 0) await log.append([...added.values()].map(toRecord))
        for (const [contribution, share] of added) held.set(contribution, share)
        return outcomes
      }),
    open(contribution) {
      const share = held.get(contribution)
      if (share) return openAtRest(storeKey, contribution, share.sealed)
      return erased.has(contribution) ? 'ERASED' : 'NO_SHARE'
    },
    erase: (contributions, at) =>
      inTurn(async () => {
        const going = new Set(contributions)
        const gone = new Map([
          ...erased,
          ...contributions.map((id): [Hex, number] => [id, erased.get(id) ?? at]),
        ])
        await log.rewrite([
          ...[...held.values()].filter(({ contribution }) => !going.has(contribution)).map(toRecord),
          ...[...gone].map(
            ([contribution, when]): StoreRecord => ({ type: 'erased', contribution, at: when }),
          ),
        ])
        for (const contribution of going) held.delete(contribution)
        for (const [contribution, when] of gone) erased.set(contribution, when)
      }),
    count: () => held.size,
    close: log.close,
  }
}
