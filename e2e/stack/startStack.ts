import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createNodeClient, type NodeClient } from '@usufruct/sdk/http/client'
import type { Overview } from '@usufruct/sdk/http/routes/dao'
import { freePort } from './freePort.ts'
import { isAlive, killAtOnce, treeOf } from './processes.ts'
import { until } from './until.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export type Stack = {
  home: string
  port: number
  url: string
  node: NodeClient
  child: ChildProcess
  said: () => string
  /** Milliseconds from the start until the page was served. */
  pageAfter: number
  story: () => Promise<Overview['story']>
  /** Waits for the sample to be played. */
  played: (seconds?: number) => Promise<void>
  /** SIGKILL to every process of it. */
  kill: () => Promise<void>
  /** SIGTERM to the first, as Ctrl-C would; gives its exit code. */
  stop: () => Promise<number | null>
}

const logOf = async (home: string): Promise<string> => {
  const text = await readFile(join(home, 'logs', 'node.log'), 'utf8').catch(() => '')
  return text.slice(-4_000)
}

/** Without what a test runner sets: a person’s shell does not have it. */
const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV' && !name.startsWith('VITEST')),
)

export const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'usufruct e2e '))

/** Starts the whole thing as `npm start` does, and waits for the page. */
export const startStack = async ({
  home,
  port,
  args = [],
  env = {},
  pageWithin = 120,
}: {
  home: string
  port?: number
  args?: string[]
  env?: Record<string, string>
  /** Seconds until the page has to be there. */
  pageWithin?: number
}): Promise<Stack> => {
  const at = port ?? (await freePort())
  const url = `http://localhost:${at}`
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/start.mjs'), '--home', home, '--port', String(at), ...args],
    // A group of its own: what a test sends to itself must not reach the DAO.
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...surroundings, ...env } },
  )
  let said = ''
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-200_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const node = createNodeClient({ url })
  const pid = child.pid ?? 0

  const kill = async () => {
    killAtOnce(treeOf(pid).reverse())
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  try {
    await until(`the page at ${url}`, pageWithin, async () => {
      if (child.exitCode !== null) return true
      const page = await fetch(url)
      return page.ok && (await page.text()).includes('<div id="root"')
    })
    if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}:\n${said}`)
  } catch (error) {
    await kill()
    throw new Error(`The stack did not start:\n${said}\n${await logOf(home)}`, { cause: error })
  }
  const pageAfter = performance.now() - started
  const story = async () => (await node.call('getOverview', {})).story

  return {
    home,
    port: at,
    url,
    node,
    child,
    said: () => said,
    pageAfter,
    story,
    played: async (seconds = 150) => {
      const ended = await until('the sample', seconds, async () => {
        const now = await story()
        return now && now.state !== 'playing' ? now : undefined
      }).catch((cause) => {
        throw new Error(`The sample was not played:\n${said.slice(-3_000)}`, { cause })
      })
      if (ended.state === 'failed') throw new Error(`The sample failed: ${ended.text}\n${said.slice(-3_000)}`)
    },
    kill,
    stop: async () => {
      const tree = treeOf(pid)
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await until('every process to end', 20, () => !tree.some(isAlive))
      return child.exitCode
    },
  }
}
