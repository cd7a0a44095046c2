import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { RpcReply, RpcRequest } from '../anvil/askAnvil.ts'
import type { Anvil } from '../anvil/startAnvil.ts'
import { ChainError, isChainError, reasonOf } from '../chainError.ts'
import type { BlockRecord } from '../journal/record.ts'
import { listSnapshots } from '../snapshot/listSnapshots.ts'
import { writeSnapshot } from '../snapshot/writeSnapshot.ts'
import { applyBlock } from './applyBlock.ts'
import type { AtBoundary } from './boundary.ts'
import { noteRefusals } from './noteRefusals.ts'
import { type Refusals, type RestoreParameters, restoreAnvil } from './restoreAnvil.ts'

export type SnapshotPolicy = {
  /** A restart should not have to replay more work than this … */
  replayMs: number
  /** … nor more transactions than this. */
  transactions: number
}

export type CreateLedgerParameters = Omit<RestoreParameters, 'refusals'> & {
  policy: SnapshotPolicy
  at: AtBoundary
  /** The chain cannot be brought back; the process should end and say so. */
  onFatal: (error: unknown) => void
}

export type Ledger = {
  /** A read. While the chain is being restored it waits, and never sees a half-replayed state. */
  ask(request: RpcRequest): Promise<RpcReply>
  /** Makes one block durable, then real. Returns why single transactions were refused. */
  commit(raws: readonly `0x${string}`[]): Promise<ReadonlyMap<number, string>>
  /** The time that the next block would get, in seconds. */
  nextTimestamp(): number
  snapshotWhenDue(): Promise<void>
  close(): Promise<void>
}

const restoreAttempts = 4
const keptSnapshots = 2

/**
 * The chain's state: snapshot + journal, with a development chain that is only a view of them and may die.
 *
 * Invariants:
 * - a block is in the journal before any of it is sent;
 * - commits, snapshots and restores never overlap;
 * - a block's timestamp is the wall clock's, and never less than the one before, also when the clock is set back.
 */
export async function createLedger(parameters: CreateLedgerParameters): Promise<Ledger> {
  const { directory, identity, journal, policy, at, log, onFatal } = parameters
  const refusals: Refusals = new Map()
  let ready: Promise<Anvil>
  // Who is watched and asked; the one before is dead by then.
  let current: Anvil | undefined
  let opened = false
  let lowestTimestamp = 0
  let snapshotSeq = 0
  let sinceSnapshot = { ms: 0, transactions: 0 }
  let lastSnapshotMs = 0
  let closing = false
  let queue: Promise<unknown> = Promise.resolve()

  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }

  const nextTimestamp = () => Math.max(lowestTimestamp, wallClock())

  async function restore(): Promise<Anvil> {
    for (let attempt = 1; ; attempt++) {
      const started = performance.now()
      try {
        const restored = await restoreAnvil({ directory, identity, journal, log, refusals })
        current = restored.anvil
        lowestTimestamp = Math.max(lowestTimestamp, restored.timestamp)
        await alignClock(restored.anvil)
        watch(restored.anvil)
        const ms = Math.round(performance.now() - started)
        snapshotSeq = restored.snapshotSeq
        sinceSnapshot = { ms: restored.replayed === 0 ? 0 : ms, transactions: restored.replayed }
        log('restored', { from: snapshotSeq, replayed: restored.replayed, ms })
        return restored.anvil
      } catch (error) {
        await current?.end('SIGKILL')
        if (!isChainError(error, 'ANVIL_GONE')) throw error
        if (attempt < restoreAttempts) continue
        throw new ChainError(
          'ANVIL_KEEPS_FAILING',
          `The chain ended ${attempt} times while it was restored.`,
          {
            values: { attempts: attempt, lastRecord: journal.lastSeq() },
            hint: 'Nothing is lost: all confirmed transactions are in the journal. See whether memory is short.',
            cause: error,
          },
        )
      }
    }
  }

  function restoreNow(): Promise<Anvil> {
    ready = restore()
    ready.catch((error: unknown) => {
      closing = true
      if (opened) onFatal(error)
    })
    return ready
  }

  function watch(watched: Anvil): void {
    void watched.exited.then(() =>
      exclusive(async () => {
        if (closing || watched !== current) return
        log('anvil-ended', { pid: watched.pid })
        await watched.end('SIGKILL')
        await restoreNow()
      }).catch(() => undefined),
    )
  }

  /** Lets `pending` follow the wall clock again: a block's explicit timestamp moves the chain's own clock. */
  async function alignClock(anvil: Anvil): Promise<void> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const now = wallClock()
      if (now < lowestTimestamp) return
      await anvil.get('evm_setTime', [now])
      lowestTimestamp = now
      if (wallClock() === now) return
    }
  }

  async function apply(anvil: Anvil, record: BlockRecord): Promise<ReadonlyMap<number, string>> {
    const started = performance.now()
    try {
      const { refused, mustRestore } = await applyBlock(anvil, record, new Set(), at)
      if (refused.size > 0) await noteRefusals({ journal, refusals, log }, record.seq, refused)
      if (mustRestore) {
        await anvil.end('SIGKILL')
        await restoreNow()
      } else if (wallClock() !== record.timestamp) {
        await alignClock(anvil)
      }
      sinceSnapshot.ms += performance.now() - started
      sinceSnapshot.transactions += record.raws.length
    } catch (error) {
      // Whatever went wrong, the record is durable, and a restore applies it.
      log('block-interrupted', { record: record.seq, reason: reasonOf(error) })
      await anvil.end('SIGKILL')
      await restoreNow()
    }
    return refusals.get(record.seq) ?? new Map()
  }

  async function snapshot(): Promise<void> {
    const seq = journal.lastSeq()
    if (seq === snapshotSeq) return
    const anvil = await ready
    const started = performance.now()
    const block = await anvil.get<{ number: string; hash: `0x${string}`; timestamp: string }>(
      'eth_getBlockByNumber',
      ['latest', false],
    )
    const hex = await anvil.get<string>('anvil_dumpState')
    await at('dumped', anvil.pid)
    await writeSnapshot({
      directory,
      dump: Buffer.from(hex.slice(2), 'hex'),
      chainId: identity.chainId,
      seq,
      blockNumber: Number(block.number),
      blockHash: block.hash,
      timestamp: Number(block.timestamp),
    })
    await at('snapshotted', anvil.pid)
    snapshotSeq = seq
    await journal.startSegment()
    const files = await listSnapshots(directory)
    for (const old of files.slice(keptSnapshots)) await rm(old.path, { force: true })
    await journal.dropThrough(files[keptSnapshots - 1]?.seq ?? 0)
    lastSnapshotMs = performance.now() - started
    log('snapshot', { record: seq, bytes: hex.length / 2 - 1, ms: Math.round(lastSnapshotMs) })
  }

  /** A snapshot only shortens the next start, so failing to write one stops nothing. */
  async function trySnapshot(): Promise<void> {
    try {
      await snapshot()
    } catch (error) {
      log('snapshot-failed', { reason: reasonOf(error) })
    }
    sinceSnapshot = { ms: 0, transactions: 0 }
  }

  await restoreNow()
  opened = true

  return {
    nextTimestamp,

    async ask(request) {
      for (let attempt = 1; ; attempt++) {
        const asked = await ready
        try {
          return await asked.ask(request)
        } catch (error) {
          if (attempt === 3 || closing) throw error
          // A chain that has just died is noticed a moment after its connections break.
          await Promise.race([asked.exited, delay(100)])
          await queue
        }
      }
    },

    commit: (raws) =>
      exclusive(async () => {
        const anvil = await ready
        const timestamp = nextTimestamp()
        const record = (await journal.append({ type: 'block', timestamp, raws })) as BlockRecord
        lowestTimestamp = timestamp
        await at('journalled', anvil.pid)
        return apply(anvil, record)
      }),

    snapshotWhenDue: () =>
      exclusive(async () => {
        // Twice its own cost: a snapshot of a long history takes longer, and must not take over.
        const due =
          sinceSnapshot.transactions >= policy.transactions ||
          sinceSnapshot.ms >= Math.max(policy.replayMs, 2 * lastSnapshotMs)
        if (due) await trySnapshot()
      }),

    close: () =>
      exclusive(async () => {
        const failed = closing
        closing = true
        if (!failed) await trySnapshot()
        await current?.end('SIGTERM')
        await journal.close()
      }),
  }
}

function wallClock(): number {
  return Math.floor(Date.now() / 1000)
}
