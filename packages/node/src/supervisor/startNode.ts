import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { programArguments } from '@usufruct/sdk/home/programArguments.node'
import { errorBody } from '@usufruct/sdk/http/values'
import { z } from 'zod'
import type { NodeConfig, NodePeers } from '../config.ts'

export type StartedNode = {
  pid: number
  /** Tells it about chain and keepers and resolves when it serves, with the port it listens on. */
  ready: (peers: NodePeers) => Promise<number>
  /** Ends it in order. */
  stop: () => Promise<void>
  /** Resolves when the process is gone, wanted or not. */
  exited: Promise<number | string>
}

const firstLine = z.union([
  z.object({ ready: z.literal(true), port: z.number() }),
  z.object({ ready: z.literal(false), error: errorBody }),
])

const main = new URL('../main.ts', import.meta.url)

/** Starts the node as a child. It opens its database at once, while chain and keepers are still starting, and
 * ends when this process does. */
export const startNode = (config: NodeConfig, onLog: (line: string) => void): StartedNode => {
  const child = spawn(process.execPath, programArguments(main), {
    // A process group of its own: a Ctrl-C in the terminal must not cut it off from chain and keepers.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 1))
    child.once('error', () => resolve(1))
  })
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stderr }).on('line', onLog)
  const said = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  )
  child.stdin.write(`${JSON.stringify(config)}\n`)

  return {
    pid: child.pid ?? 0,
    exited,
    ready: async (peers) => {
      child.stdin.write(`${JSON.stringify(peers)}\n`)
      const line = await Promise.race([said, exited.then(() => null)])
      const parsed = line === null ? null : firstLine.safeParse(JSON.parse(line))
      if (parsed?.success && parsed.data.ready) return parsed.data.port
      if (parsed?.success && !parsed.data.ready)
        throw new UsufructError({
          ...parsed.data.error,
          kind: parsed.data.error.kind as UsufructError['kind'],
        })
      throw new UsufructError({
        code: 'NODE_NOT_STARTED',
        kind: 'internal',
        message: 'The node ended before it was ready.',
        hint: 'Its log lies in the home, in logs/node.log.',
      })
    },
    stop: async () => {
      child.stdin.end()
      await exited
    },
  }
}
