import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { processIdentity } from '@usufruct/sdk/home/processIdentity.node'
import { ChainError } from '../chainError.ts'
import { askAnvil, type RpcReply, type RpcRequest } from './askAnvil.ts'
import { endWithUs } from './endWithUs.ts'
import { findAnvil } from './findAnvil.ts'

export type Anvil = {
  pid: number
  /** The chain's reply, errors included; throws ANVIL_GONE when there is none. */
  ask(request: RpcRequest): Promise<RpcReply>
  /** The result; throws ANVIL_REFUSED when the chain replies with an error. */
  get<T>(method: string, params?: readonly unknown[]): Promise<T>
  /** Resolves when the process has ended, however it did. */
  exited: Promise<void>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export type StartAnvilParameters = {
  directory: string
  chainId: number
  genesisAt: number
  timeoutMs?: number
}

export const blockGasLimit = 30_000_000n

/**
 * Starts the development chain on a free loopback port that only this process knows.
 * - It never mines by itself: a block is what the journal says it is.
 * - Gas is free: members own no ether. The rules that other chains enforce (code size, gas limit) stay.
 * - It keeps no history of states, which it would write to the user's home directory.
 */
export async function startAnvil({
  directory,
  chainId,
  genesisAt,
  timeoutMs = 60_000,
}: StartAnvilParameters): Promise<Anvil> {
  const binary = findAnvil()
  const child = spawn(binary, anvilArguments(chainId, genesisAt), {
    cwd: directory,
    // Out of the terminal's reach: a Ctrl-C must not end it before the last snapshot.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { HOME: directory, XDG_CONFIG_HOME: directory, TMPDIR: directory },
  })
  const spare = child.pid === undefined ? () => {} : endWithUs(child.pid)
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      spare()
      resolve()
    })
    child.once('error', () => resolve())
  })
  const pidFile = join(directory, 'anvil.json')
  const identity = child.pid === undefined ? undefined : processIdentity(child.pid)
  if (identity !== undefined) writeFileSync(pidFile, JSON.stringify(identity), { mode: 0o600 })

  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    await exited
    agent.destroy()
    rmSync(pidFile, { force: true })
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  let port: number
  try {
    port = await listeningPort(child)
  } catch (error) {
    await end('SIGKILL')
    throw error
  }

  const ask = (request: RpcRequest) => askAnvil({ agent, port, timeoutMs }, request)
  const anvil: Anvil = {
    pid: child.pid as number,
    ask,
    exited,
    end,
    async get<T>(method: string, params: readonly unknown[] = []) {
      const reply = await ask({ method, params })
      if (reply.error === undefined) return reply.result as T
      throw new ChainError('ANVIL_REFUSED', reply.error.message, {
        values: { method, rpcCode: reply.error.code },
      })
    },
  }
  await anvil.get('anvil_setLoggingEnabled', [false])
  return anvil
}

function anvilArguments(chainId: number, genesisAt: number): string[] {
  const options = {
    host: '127.0.0.1',
    port: '0',
    'chain-id': String(chainId),
    timestamp: String(genesisAt),
    // Fixed, so that the same bytes behave alike on the public chains that may replace this one.
    hardfork: 'prague',
    'gas-limit': String(blockGasLimit),
    'gas-price': '0',
    'base-fee': '0',
    order: 'fifo',
    accounts: '0',
    // A few states, for reads that are pinned to a block while the next one is made.
    'prune-history': '16',
  }
  const switches = ['no-mining', 'disable-min-priority-fee', 'no-cors', 'no-request-size-limit']
  return [
    ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ...switches.map((name) => `--${name}`),
  ]
}

/** Waits for the line that names the port. Output is read to the end, or the chain would block on a full pipe. */
async function listeningPort(child: ReturnType<typeof spawn>): Promise<number> {
  let output = ''
  const port = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      if (output.length < 10_000) output += chunk.toString()
      const match = /Listening on 127\.0\.0\.1:(\d+)/.exec(output)
      if (match !== null) resolve(Number(match[1]))
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    const fail = (reason: string, cause?: unknown) =>
      reject(
        new ChainError('ANVIL_UNUSABLE', `The embedded chain does not start: ${reason}`, {
          values: { binary: child.spawnfile },
          hint: 'Run that binary with --version to see what it lacks; on Linux it needs glibc.',
          cause,
        }),
      )
    child.once('error', (error) => fail(error.message, error))
    void once(child, 'exit')
      .then(([code, signal]) =>
        fail(`it ended with ${signal ?? `code ${code}`}. ${output.trim().slice(-500)}`),
      )
      .catch(() => undefined)
  })
  return port
}
