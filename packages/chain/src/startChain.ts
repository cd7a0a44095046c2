import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { programArguments } from '@usufruct/sdk/home/programArguments.node'
import { ChainError } from './chainError.ts'

export type StartChainParameters = {
  home: string
  /** 0, the default, for any free one. */
  port?: number
  /** Each line of the chain's log, one JSON object; stderr when not given. */
  onLog?: (line: string) => void
  /** The script to run instead of the chain's own. */
  script?: { path: string; arguments: readonly string[] }
}

export type ChainExit = { code: number | null; signal: NodeJS.Signals | null }

export type StartedChain = {
  url: string
  chainId: number
  pid: number
  /** Ends it in order and waits until it has ended. */
  stop(): Promise<ChainExit>
  /** Resolves when the process has ended, wanted or not. */
  exited: Promise<ChainExit>
}

/** Starts the embedded chain as a child. It ends by itself when this process does. */
export async function startChain({
  home,
  port = 0,
  onLog = (line) => process.stderr.write(`${line}\n`),
  script,
}: StartChainParameters): Promise<StartedChain> {
  const path = pathToFileURL(script?.path ?? fileURLToPath(new URL('./main.ts', import.meta.url)))
  const child = spawn(
    process.execPath,
    [...programArguments(path), '--home', home, '--port', String(port), ...(script?.arguments ?? [])],
    // A process group of its own: a Ctrl-C meant for the parent must not end the chain before what uses it.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  )
  const exited = new Promise<ChainExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: 1, signal: null }))
  })
  child.stdin.on('error', () => {})
  createInterface({ input: child.stderr }).on('line', onLog)

  const { url, chainId } = await firstLine(child, exited)
  return {
    url,
    chainId,
    pid: child.pid as number,
    exited,
    stop() {
      child.stdin.end()
      return exited
    },
  }
}

type FirstLine =
  | { ready: true; url: string; chainId: number }
  | { ready: false; error: { code: string; message: string; hint?: string } }

async function firstLine(
  child: ChildProcess,
  exited: Promise<ChainExit>,
): Promise<{ url: string; chainId: number }> {
  const said = new Promise<FirstLine>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    lines.once('line', (line) => {
      try {
        resolve(JSON.parse(line) as FirstLine)
      } catch (error) {
        reject(error)
      }
    })
    // After the last line of a process that ended, so that its own words come first.
    lines.once('close', () => {
      void exited.then(({ code, signal }) => {
        reject(
          new ChainError(
            'CHAIN_NOT_STARTED',
            `The chain ended with ${signal ?? `code ${code}`} before it was ready.`,
            {
              hint: 'Its log says why.',
            },
          ),
        )
      })
    })
  })
  const first = await said
  if (first.ready) return first
  throw new ChainError('CHAIN_NOT_STARTED', first.error.message, {
    values: { reason: first.error.code },
    ...(first.error.hint === undefined ? {} : { hint: first.error.hint }),
  })
}
