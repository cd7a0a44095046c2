import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { draftSigning } from '@usufruct/sdk/founding/checkDraft'
import type { FoundingDraft } from '@usufruct/sdk/founding/draft'
import { draftFile, readDraft } from '@usufruct/sdk/founding/draftFile.node'
import { type HomeLock, lockHome } from '@usufruct/sdk/home/lockHome.node'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import type { FoundingState } from '@usufruct/sdk/http/routes/founding'
import { listen } from '../http/listen.ts'
import { type StartedHome, type StartHomeParameters, startHome, takeLock } from '../supervisor/startHome.ts'
import { createFoundingServer } from './createFoundingServer.ts'
import { publishDraft } from './publishDraft.ts'

export type StartedFounding = {
  url: string
  /** This home is being served by another process. */
  alreadyRunning: boolean
  /** Resolves once the same port serves the DAO that was founded. */
  founded: Promise<StartedHome>
  stop: () => Promise<void>
}

const stepOf = async (draft: FoundingDraft | null): Promise<FoundingState['step']> => {
  if (!draft?.charter || draft.founders.length === 0) return 'asking'
  return (await draftSigning(draft)).missing.length > 0 ? 'asking' : 'signing'
}

/**
 * Serves the dApp in founding mode from a home without a DAO. When a signed draft is deployed, the DAO is started
 * behind the page, and takes over the port once it can serve it.
 * @throws UsufructError `PORT_TAKEN`, `HOME_LOCKED`, `DISK_…`
 */
export const startFounding = async (parameters: StartHomeParameters): Promise<StartedFounding> => {
  const { home, port, onProgress = () => undefined } = parameters
  await mkdir(home, { recursive: true })
  const taken = await takeLock(home)
  if ('url' in taken)
    return {
      url: taken.url,
      alreadyRunning: true,
      founded: new Promise(() => undefined),
      stop: async () => undefined,
    }
  let lock: HomeLock | null = taken
  const kept = await readDraft(draftFile(home)).catch(() => null)
  let state: FoundingState = {
    mode: 'founding',
    step: await stepOf(kept),
    text: 'Six questions, then every founder signs.',
    error: null,
    home,
  }
  let tell: (started: StartedHome) => void = () => undefined
  const founded = new Promise<StartedHome>((resolve) => {
    tell = resolve
  })

  let running: Promise<void> = Promise.resolve()
  const begin = async (draft: FoundingDraft) => {
    if (state.step === 'deploying' || state.step === 'done')
      throw new UsufructError({
        code: 'FOUNDING_UNDER_WAY',
        kind: 'conflict',
        message: 'The DAO is being founded.',
        hint: 'Wait until it is there.',
      })
    const before = state
    state = { ...state, step: 'deploying', text: 'publishing the texts', error: null }
    try {
      await publishDraft({ home, draft, ownChain: parameters.rpcUrl === undefined })
    } catch (error) {
      state = before
      throw error
    }
    running = run()
  }

  const run = async () => {
    try {
      lock?.release()
      lock = null
      const started = await startHome({
        ...parameters,
        port: serving.port,
        onProgress: (text) => {
          state = { ...state, text }
          onProgress(text)
        },
        releasePort: () => serving.close(),
      })
      state = { ...state, mode: 'founded', step: 'done', text: 'The DAO is there.' }
      tell(started)
    } catch (error) {
      const known = findUsufructError(error)
      const body = known?.toJSON() ?? {
        code: 'START_FAILED',
        message: String(error),
        hint: `Look into ${join(home, 'logs')}, and try again.`,
        kind: 'internal' as const,
        details: {},
      }
      state = { ...state, step: 'failed', text: body.message, error: body }
      onProgress(`The DAO could not be founded: ${body.message}`)
      lock = await lockHome({ home, what: 'founding' }).catch(() => null)
      await serving.close()
      serving = await listen(app, serving.port)
      await remember()
    }
  }

  const app = createFoundingServer({ home, state: () => state, deploy: begin })
  let serving: Awaited<ReturnType<typeof listen>>
  try {
    serving = await listen(app, port)
  } catch (error) {
    lock.release()
    throw error
  }
  const url = `http://localhost:${serving.port}`
  const remember = () =>
    writeDurably(join(home, 'node.json'), `${JSON.stringify({ url, pid: process.pid })}\n`)
  await remember()
  return {
    url,
    alreadyRunning: false,
    founded,
    stop: async () => {
      // What is being started cannot be left half; what it comes to is stopped.
      await running
      if (state.step === 'done') return (await founded).stop()
      rmSync(join(home, 'node.json'), { force: true })
      await serving.close()
      lock?.release()
    },
  }
}
