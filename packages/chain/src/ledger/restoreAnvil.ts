import { rename } from 'node:fs/promises'
import { type Anvil, startAnvil } from '../anvil/startAnvil.ts'
import { ChainError, isChainError, reasonOf } from '../chainError.ts'
import type { ChainIdentity } from '../home/readOrDrawChain.ts'
import type { Journal } from '../journal/openJournal.ts'
import { listSnapshots } from '../snapshot/listSnapshots.ts'
import { readSnapshot } from '../snapshot/readSnapshot.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { applyBlock } from './applyBlock.ts'
import type { Log } from './boundary.ts'
import { noteRefusals } from './noteRefusals.ts'

export type RestoreParameters = {
  directory: string
  identity: ChainIdentity
  journal: Journal
  log: Log
  /**
   * Transactions that the chain refused, by block record and index. Kept in memory beside the journal's void
   * records, which a full disk may not take; a restore adds what it meets.
   */
  refusals: Refusals
}

export type Refusals = Map<number, Map<number, string>>

export type Restored = {
  anvil: Anvil
  /** The record of the snapshot that it started from, 0 for genesis. */
  snapshotSeq: number
  /** Timestamp of the newest block. */
  timestamp: number
  replayed: number
}

/**
 * A fresh development chain in the state that the journal prescribes: the newest good snapshot, then every
 * later block with its own timestamp.
 */
export async function restoreAnvil(parameters: RestoreParameters): Promise<Restored> {
  const { directory, identity, log } = parameters
  const snapshot = await newestGoodSnapshot(parameters)
  const anvil = await startAnvil({ directory, ...identity })
  try {
    if (snapshot !== undefined) await loadSnapshot(anvil, snapshot)
    const snapshotSeq = snapshot?.header.seq ?? 0
    const replay = await replayAfter(anvil, snapshotSeq, parameters)
    return {
      anvil,
      snapshotSeq,
      ...replay,
      timestamp: replay.timestamp ?? snapshot?.header.timestamp ?? identity.genesisAt,
    }
  } catch (error) {
    await anvil.end('SIGKILL')
    if (!isChainError(error, 'SNAPSHOT_UNUSABLE') || snapshot === undefined) throw error
    // Its bytes are whole, yet the chain does not take them: the older one may still do.
    await setAside(snapshot.path, error, log)
    return restoreAnvil(parameters)
  }
}

type FoundSnapshot = Snapshot & { path: string }

async function newestGoodSnapshot({
  directory,
  identity,
  journal,
  log,
}: RestoreParameters): Promise<FoundSnapshot | undefined> {
  for (const file of await listSnapshots(directory)) {
    try {
      const snapshot = await readSnapshot(file, identity.chainId)
      if (file.seq > journal.lastSeq()) {
        throw new ChainError(
          'JOURNAL_MISSING',
          `The journal ends at record ${journal.lastSeq()}, before ${file.path}.`,
          {
            values: { file: file.path, lastRecord: journal.lastSeq() },
            hint: `Restore the journal files of ${directory} from the backup that this snapshot came with.`,
          },
        )
      }
      if (journal.firstSeq() <= file.seq + 1) return { ...snapshot, path: file.path }
    } catch (error) {
      if (!isChainError(error, 'SNAPSHOT_UNUSABLE')) throw error
      await setAside(file.path, error, log)
    }
  }
  if (journal.firstSeq() === 1) return undefined
  throw new ChainError(
    'HISTORY_UNREACHABLE',
    `The journal begins at record ${journal.firstSeq()} and no snapshot reaches it.`,
    {
      values: { directory, firstRecord: journal.firstSeq() },
      hint: `Restore a snapshot file of ${directory} from a backup. Nothing was changed.`,
    },
  )
}

async function setAside(path: string, error: ChainError, log: Log): Promise<void> {
  const keptAs = `${path}.unusable`
  await rename(path, keptAs)
  log('snapshot-skipped', { file: path, keptAs, reason: error.message })
}

async function loadSnapshot(anvil: Anvil, { header, dump, path }: FoundSnapshot): Promise<void> {
  const refuse = (reason: string) =>
    new ChainError('SNAPSHOT_UNUSABLE', `${path} cannot be loaded: ${reason}.`, { values: { file: path } })
  try {
    await anvil.get('anvil_loadState', [`0x${dump.toString('hex')}`])
  } catch (error) {
    throw isChainError(error, 'ANVIL_REFUSED') ? refuse(reasonOf(error)) : error
  }
  const block = await anvil.get<{ number: string; hash: string }>('eth_getBlockByNumber', ['latest', false])
  if (Number(block.number) !== header.blockNumber || block.hash !== header.blockHash) {
    throw refuse(
      `it gives block ${Number(block.number)} ${block.hash}, not ${header.blockNumber} ${header.blockHash}`,
    )
  }
}

async function replayAfter(anvil: Anvil, seq: number, { journal, refusals, log }: RestoreParameters) {
  const records = await journal.readAfter(seq)
  const voids = new Map([...refusals].map(([block, refused]) => [block, new Set(refused.keys())]))
  for (const record of records) {
    if (record.type !== 'void') continue
    voids.set(record.block, new Set([...(voids.get(record.block) ?? []), ...record.indexes]))
  }
  let timestamp: number | undefined
  let replayed = 0
  for (const record of records) {
    if (record.type !== 'block') continue
    const { refused, mustRestore } = await applyBlock(
      anvil,
      record,
      voids.get(record.seq) ?? new Set(),
      () => {},
    )
    if (refused.size > 0) await noteRefusals({ journal, refusals, log }, record.seq, refused)
    if (mustRestore) {
      throw new ChainError(
        'ANVIL_GONE',
        'The chain left a journalled transaction out; it is restored without it.',
      )
    }
    timestamp = record.timestamp
    replayed += record.raws.length
  }
  return { timestamp, replayed }
}
