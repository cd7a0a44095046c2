import { createWriteStream, rmSync } from 'node:fs'
import { mkdir, readFile, statfs } from 'node:fs/promises'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError } from '@usufruct/sdk/home/diskError.node'
import { type HomeLock, lockHome } from '@usufruct/sdk/home/lockHome.node'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { z } from 'zod'
import { publishCharter } from '../charter/publishCharter.ts'
import type { Anchoring, NodePeers } from '../config.ts'
import { found } from '../founding/found.ts'
import { loadKeys } from '../founding/keys.ts'
import { requireCurrentContracts, requireTextsOfHome } from '../foundingServer/homeState.ts'
import { keepRunning, type Part } from './keepRunning.ts'
import { planKeepers, rememberKeepers } from './knownKeepers.ts'
import { startNode } from './startNode.ts'

type StartedChain = Part & { url: string }
type StartedKeeper = Part & { url: string; address: `0x${string}`; hpkePublicKey: `0x${string}` }

/** How the other processes are started. They are packages that the node does not know. */
export type Starters = {
  chain: (parameters: { home: string; port: number; onLog: (line: string) => void }) => Promise<StartedChain>
  keeper: (parameters: {
    home: string
    index: number
    port: number
    rpc: string
    deploymentFile: string
  }) => Promise<StartedKeeper>
}

export type StartHomeParameters = {
  home: string
  port: number
  starters: Starters
  /** What to found a DAO on; looked at once, at the first start of a home. */
  charterPath?: string
  /** Postgres instead of the embedded database. */
  databaseUrl?: string | undefined
  /** Any EVM chain instead of the embedded one. */
  rpcUrl?: string | undefined
  /** Consents are anchored together; each is relayed by itself when left out. */
  anchoring?: Anchoring | undefined
  /** Names under which a proxy in front serves the node. */
  publicHosts?: readonly string[] | undefined
  onProgress?: (text: string) => void
  /** Whoever serves the port until the node can lets go of it here. */
  releasePort?: (() => Promise<void>) | undefined
}

export type StartedHome = {
  url: string
  alreadyRunning: boolean
  stop: () => Promise<void>
  /** Resolves with what ended by itself, if anything does that cannot be started again. */
  failed: Promise<string>
}

const portOf = (url: string): number => Number(new URL(url).port)

export const keeperCount = 3
export const keepersNeeded = 2

const defaultCharter = fileURLToPath(new URL('../../../../samples/dao.json', import.meta.url))
const runningFile = z.object({ url: z.url(), pid: z.number() })

/** The URL under which this home is being served, if it answers. */
const runningAt = async (home: string): Promise<string | null> => {
  try {
    const { url } = runningFile.parse(JSON.parse(await readFile(join(home, 'node.json'), 'utf8')))
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) })
    return answer.ok ? url : null
  } catch {
    return null
  }
}

/** Fails before anything is started: browser accounts belong to an origin, so the port never changes by itself. */
const requireFree = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const probe = createTcpServer()
    probe.once('error', (cause) =>
      reject(
        new UsufructError({
          code: 'PORT_TAKEN',
          kind: 'unreachable',
          message: `Port ${port} is taken by another program.`,
          hint: `Stop it, or choose another port: npm start -- --port ${port + 1}`,
          details: { port },
          cause,
        }),
      ),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })

/** What a home takes in its first hours, in bytes. */
const spaceNeeded = 150 * 1024 * 1024

/** Fails before anything is written: a database that runs out of disk while it is set up is no database. */
const requireSpace = async (home: string) => {
  const { bavail, bsize } = await statfs(home)
  const free = bavail * bsize
  if (free >= spaceNeeded) return
  const mebibytes = (bytes: number) => Math.floor(bytes / 1024 / 1024)
  throw new UsufructError({
    code: 'DISK_FULL',
    kind: 'limit',
    message: `The disk of ${home} has ${mebibytes(free)} MiB left; starting takes ${mebibytes(spaceNeeded)}.`,
    hint: 'Free some space, or choose another folder with --home. Nothing was changed.',
    details: { home, free, needed: spaceNeeded },
  })
}

/** What a part says that cannot start, in words; a library's own error is kept as the cause. */
const asStartError = (error: unknown, home: string): unknown => {
  const disk = asDiskError(error, home)
  if (findUsufructError(disk)) return disk
  const said = error instanceof Error && 'shortMessage' in error ? String(error.shortMessage) : String(error)
  return new UsufructError({
    code: 'START_FAILED',
    kind: 'internal',
    message: `The DAO could not be started: ${said.slice(0, 300)}`,
    hint: `Look into ${join(home, 'logs')}, and start again: nothing that was confirmed is lost.`,
    cause: error,
  })
}

const openLogs = (home: string) => {
  const stream = (name: string) => createWriteStream(join(home, 'logs', `${name}.log`), { flags: 'a' })
  const logs = new Map<string, ReturnType<typeof stream>>()
  return (name: string) => (line: string) => {
    const log = logs.get(name) ?? stream(name)
    // A full disk must not end the supervisor over a log line.
    if (!logs.has(name)) log.on('error', () => undefined)
    logs.set(name, log)
    log.write(`${line}\n`)
  }
}

/** Takes a home for this process alone, or says where it is being served. */
export const takeLock = async (home: string): Promise<HomeLock | { url: string }> => {
  try {
    return await lockHome({ home, what: 'DAO' })
  } catch (error) {
    const url = error instanceof UsufructError && error.code === 'HOME_LOCKED' ? await runningAt(home) : null
    if (url) return { url }
    throw asDiskError(error, home)
  }
}

/**
 * Starts everything that one home needs, each in a process of its own: chain, key holders, node. Opens the home
 * alone; a second call for a home that is being served answers with its URL.
 * @throws UsufructError `PORT_TAKEN`, `HOME_LOCKED`, `DISK_FULL` … and whatever a part says that cannot start
 */
export const startHome = async ({
  home,
  port,
  starters,
  charterPath = defaultCharter,
  databaseUrl,
  rpcUrl,
  anchoring,
  publicHosts = [],
  onProgress = () => undefined,
  releasePort,
}: StartHomeParameters): Promise<StartedHome> => {
  const lock = await takeLock(home)
  if ('url' in lock)
    return {
      url: lock.url,
      alreadyRunning: true,
      stop: async () => undefined,
      failed: new Promise(() => undefined),
    }

  const running: { name: string; stop: () => Promise<void>; failed: Promise<string> }[] = []
  let stopped: Promise<void> | null = null
  const stopAll = async () => {
    rmSync(join(home, 'node.json'), { force: true })
    // The node first: it still needs chain and keepers to finish what it is doing.
    for (const part of [...running].reverse()) await part.stop()
    lock.release()
  }
  const stop = () => {
    stopped ??= stopAll()
    return stopped
  }

  try {
    await requireSpace(home)
    if (port !== 0 && !releasePort) await requireFree(port)
    await requireTextsOfHome(home)
    await requireCurrentContracts(home)
    await mkdir(join(home, 'logs'), { recursive: true })
    const log = openLogs(home)
    const loaded = await publishCharter({
      home,
      charterPath,
      now: Math.floor(Date.now() / 1000),
      ownChain: rpcUrl === undefined,
    })
    const keys = await loadKeys(home, loaded.charter)
    const keep = <P extends Part>(name: string, part: P, restart: () => Promise<P>): P => {
      const onRestart = (attempt: number) =>
        log('supervisor')(`the ${name} ended; starting it again (${attempt})`)
      running.push({ name, ...keepRunning(part, { restart, onRestart }) })
      return part
    }

    onProgress('opening the database and starting the chain')
    const config = {
      home,
      port,
      publicHosts: [...publicHosts],
      ...(databaseUrl ? { databaseUrl } : {}),
      ...(anchoring ? { anchoring } : {}),
    }
    const node = startNode(config, log('node'))
    // Until it serves, nothing keeps it running; it must not outlive a start that fails.
    const early = { name: 'node', stop: node.stop, failed: new Promise<string>(() => undefined) }
    running.push(early)

    const startChain = (at: number) => starters.chain({ home, port: at, onLog: log('chain') })
    const chain = rpcUrl ? null : await startChain(0)
    if (chain) keep('chain', chain, () => startChain(portOf(chain.url)))
    const rpc = rpcUrl ?? chain?.url ?? ''
    const { deployment, deploymentFile } = await found({
      home,
      rpcUrl: rpc,
      loaded,
      keys,
      onStep: onProgress,
    })

    onProgress('starting the key holders and the node')
    const startKeeper = (index: number, at: number) =>
      starters.keeper({ home: join(home, 'keepers', String(index)), index, port: at, rpc, deploymentFile })
    const startKeepers = (planned: NodePeers['keepers'] | null) =>
      Promise.all(
        Array.from({ length: keeperCount }, async (_, index) => {
          const known = planned?.[index]
          const { url: at, ...keeper } = await startKeeper(index, known ? portOf(known.url) : 0)
          // Started again where it was: the node and every open page know it there.
          keep(`key holder ${index}`, keeper, () => startKeeper(index, portOf(at)))
          return { index, url: at, address: keeper.address, hpkePublicKey: keeper.hpkePublicKey }
        }),
      )
    const peersWith = (keepers: NodePeers['keepers']): NodePeers => ({
      rpcUrl: rpc,
      deployment,
      keepers,
      keepersNeeded,
    })

    const planned = await planKeepers(home, keeperCount)
    const starting = startKeepers(planned)
    const peers = peersWith(planned ?? (await starting))
    await releasePort?.()
    const [listening, keepers] = await Promise.all([node.ready(peers), starting])
    await rememberKeepers(home, keepers)
    if (keepers.some(({ address }, index) => address !== peers.keepers[index]?.address))
      throw new UsufructError({
        code: 'KEEPERS_CHANGED',
        kind: 'conflict',
        message: 'A key holder of this home is not the one that was here before.',
        hint: 'Start again if that is meant; otherwise put its folder back.',
        details: { before: peers.keepers.map(({ address }) => address) },
      })
    running.splice(running.indexOf(early), 1)
    keep('node', node, async () => {
      const again = startNode({ ...config, port: listening }, log('node'))
      await again.ready(peers)
      return again
    })
    const url = `http://localhost:${listening}`
    await writeDurably(join(home, 'node.json'), `${JSON.stringify({ url, pid: process.pid })}\n`)
    const failed = Promise.race(
      running.map(({ name, failed: why }) => why.then((reason) => `${name}: ${reason}`)),
    )
    return { url, alreadyRunning: false, stop, failed }
  } catch (error) {
    await stop()
    throw asStartError(error, home)
  }
}
