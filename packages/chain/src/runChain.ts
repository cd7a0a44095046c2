import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { lockHome } from '@usufruct/sdk/home/lockHome.node'
import { endOrphan } from './anvil/endOrphan.ts'
import { ChainError, isChainError, reasonOf } from './chainError.ts'
import { createGateway, type Gateway } from './gateway/createGateway.ts'
import { readOrDrawChain } from './home/readOrDrawChain.ts'
import { openJournal } from './journal/openJournal.ts'
import type { AtBoundary, Log } from './ledger/boundary.ts'
import { createLedger, type Ledger, type SnapshotPolicy } from './ledger/createLedger.ts'
import { createSequencer, type Sequencer } from './ledger/createSequencer.ts'

export type RunChainParameters = {
  home: string
  /** 0 for any free one. */
  port: number
  log: Log
  policy?: SnapshotPolicy
  at?: AtBoundary
  /** How long another chain of this home, which may be ending, is waited for. */
  patienceMs?: number
}

export type RunningChain = {
  url: string
  chainId: number
  /** Finishes the block under way, writes a snapshot, ends the development chain. */
  close(): Promise<void>
  /** Rejects when the chain cannot go on. */
  failed: Promise<never>
}

const defaultPolicy: SnapshotPolicy = { replayMs: 1_000, transactions: 5_000 }

/** The embedded chain of one home, in this process. */
export async function runChain({
  home,
  port,
  log,
  policy = defaultPolicy,
  at = () => {},
  patienceMs = 5_000,
}: RunChainParameters): Promise<RunningChain> {
  const directory = resolve(home, 'chain')
  await makeDirectory(directory)
  const lock = await lockHome({ home: directory, what: 'chain', patienceMs })
  // Closed in this order: what waits is refused first, and the lock goes last.
  let sequencer: Sequencer | undefined
  let gateway: Gateway | undefined
  let ledger: Ledger | undefined
  const close = async () => {
    await sequencer?.close()
    await gateway?.close()
    await ledger?.close()
    lock.release()
  }
  try {
    const orphan = await endOrphan(directory)
    if (orphan !== undefined) log('orphan-ended', { pid: orphan })
    await removeTemporaries(directory)

    const identity = await readOrDrawChain(directory)
    const journal = await openJournal({
      directory,
      onTorn: (details) => log('torn-record-set-aside', details),
    })
    let fail: (error: unknown) => void = () => {}
    const failed = new Promise<never>((_, reject) => {
      fail = reject
    })
    failed.catch(() => undefined)

    ledger = await createLedger({ directory, identity, journal, policy, at, log, onFatal: fail })
    sequencer = createSequencer({ ledger, chainId: identity.chainId })
    gateway = await createGateway({
      port,
      context: {
        chainId: identity.chainId,
        ask: ledger.ask,
        submit: sequencer.submit,
        nextTimestamp: ledger.nextTimestamp,
      },
    })
    return { url: gateway.url, chainId: identity.chainId, close, failed }
  } catch (error) {
    await close()
    throw error
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new ChainError('HOME_UNUSABLE', `${directory} cannot be made: ${reasonOf(error)}.`, {
      values: { directory },
      hint: 'Choose a home that you may write to with --home.',
      cause: error,
    })
  }
}

/** What a kill left half-written. None of it counted yet. */
async function removeTemporaries(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.endsWith('.tmp')) await rm(join(directory, name), { force: true })
  }
}

/** How a failure of the chain is told to other processes. */
export function describeFailure(error: unknown): { code: string; message: string; hint?: string } {
  if (!isChainError(error)) return { code: 'CHAIN_FAILED', message: reasonOf(error) }
  const { code, message, hint } = error
  return { code, message, ...(hint === undefined ? {} : { hint }) }
}
