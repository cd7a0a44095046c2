import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { address, bytes32 } from '@usufruct/sdk/domain/ids'
import { programArguments } from '@usufruct/sdk/home/programArguments.node'
import { errorBody } from '@usufruct/sdk/http/values'
import type { Address, Hex } from 'viem'
import { z } from 'zod'

export type StartKeeperParameters = {
  home: string
  /** Which of each key's shares it holds, from 0; fixed at the first start of a home. */
  index: number
  /** 0 takes any free port. */
  port: number
  rpc: string
  deploymentFile: string
  finality?: number | undefined
  maxHeadAge?: number | undefined
}

export type RunningKeeper = {
  url: string
  address: Address
  hpkePublicKey: Hex
  pid: number
  /** Resolves when the process is gone. */
  stop: () => Promise<void>
  /** Resolves with the exit code, or the signal's name, however it ends. */
  ended: Promise<number | string>
}

const readyLine = z.object({ ready: z.literal(true), url: z.url(), address, hpkePublicKey: bytes32 })

function startFailed(stderr: string, ended: number | string): UsufructError {
  const last = stderr.trim().split('\n').at(-1) ?? ''
  let said: unknown
  try {
    said = JSON.parse(last)
  } catch {
    said = undefined
  }
  const known = errorBody.safeParse(said)
  if (known.success)
    return new UsufructError({ ...known.data, kind: known.data.kind as UsufructError['kind'] })
  return new UsufructError({
    code: 'KEEPER_NOT_STARTED',
    kind: 'internal',
    message: `A keeper ended (${ended}) before it was ready.`,
    hint: last,
    details: { ended },
  })
}

/**
 * Starts a keeper as a process of its own and resolves when it answers. It ends with this process.
 *
 * @throws UsufructError with the keeper's own code, such as `HOME_LOCKED` or `PORT_TAKEN`
 */
export async function startKeeper(parameters: StartKeeperParameters): Promise<RunningKeeper> {
  const { home, index, port, rpc, deploymentFile, finality, maxHeadAge } = parameters
  const options = ['--home', resolve(home), '--index', `${index}`, '--port', `${port}`, '--rpc', rpc]
  options.push('--deployment', resolve(deploymentFile))
  if (finality !== undefined) options.push('--finality', `${finality}`)
  if (maxHeadAge !== undefined) options.push('--max-head-age', `${maxHeadAge}`)
  const main = new URL('./main.ts', import.meta.url)
  const child = spawn(process.execPath, [...programArguments(main), ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4_096)
  })
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(signal ?? code ?? 1))
    child.once('error', (error) => done(error.message))
  })
  // Writing to a child that has gone must not end this process.
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    ended.then(() => null),
  ])
  if (first === null) throw startFailed(stderr, await ended)
  const ready = readyLine.parse(JSON.parse(first))
  return {
    url: ready.url,
    address: ready.address,
    hpkePublicKey: ready.hpkePublicKey,
    pid: child.pid as number,
    ended,
    async stop() {
      child.stdin.end()
      child.kill('SIGTERM')
      await ended
    },
  }
}
