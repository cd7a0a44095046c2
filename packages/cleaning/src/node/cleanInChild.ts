import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CleaningError, isCleaningErrorCode } from '../errors.ts'
import type { Choices, Inspection, Progress } from '../types.ts'
import type { ChildMessage, ChildOptions, ChildRequest } from './childProtocol.ts'

export type ChildBounds = {
  milliseconds: number
  /** Of JavaScript's heap and, where the system tells it, of the whole process with twice as much. */
  memoryMiB: number
  outputBytes: number
}

export const DEFAULT_CHILD_BOUNDS: ChildBounds = {
  milliseconds: 15 * 60_000,
  memoryMiB: 768,
  outputBytes: 1024 * 1024 * 1024,
}

export type CleanInChildParameters = {
  input: string
  /** The name the file came with, if not that of the path. */
  name?: string | undefined
  /** Cleaned NDJSON; written beside it first and renamed when complete, so that it is whole or not there. */
  output: string
  /** A new file for what the rows are recognised by, for `readFingerprints`. Left there when cleaning fails. */
  fingerprints?: string | undefined
  /** And one for what pictures are, for `readPictureHashes`. */
  pictureHashes?: string | undefined
  choices?: Choices | undefined
  options?: ChildOptions | undefined
  bounds?: Partial<ChildBounds> | undefined
  /** How Node runs the child; from source when not given. */
  program?: readonly string[] | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  signal?: AbortSignal | undefined
}

export type CleanedInChild = { inspection: Inspection; contentHash: string; rows: number; bytes: number }

/**
 * Cleans a stranger's file in a process of its own that can be killed without harm. Bounded everywhere by Node's
 * own means: the heap by V8, time and messages by us, output by the child and its file. What V8 does not count
 * (buffers) is watched through /proc where there is one. RLIMIT_AS through prlimit was left out on purpose: V8
 * reserves far more address space than it uses, so any limit that binds also breaks. The child gets no
 * environment, so there are no secrets in it, but it is no sandbox: it can read what this user can read.
 */
export const cleanInChild = async (parameters: CleanInChildParameters): Promise<CleanedInChild> => {
  parameters.signal?.throwIfAborted()
  const bounds = { ...DEFAULT_CHILD_BOUNDS, ...parameters.bounds }
  const partial = `${parameters.output}.partial`
  await rm(partial, { force: true })
  try {
    const result = await talk(parameters, bounds, partial)
    await rename(partial, parameters.output)
    return result
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

// A report lists up to ten thousand findings and rows; far beyond that it is not a report.
const MESSAGE_BYTES = 64 * 1024 * 1024

const talk = (
  {
    input,
    name = basename(input),
    fingerprints,
    pictureHashes,
    choices = {},
    options = {},
    onProgress,
    signal,
    program,
  }: CleanInChildParameters,
  bounds: ChildBounds,
  output: string,
): Promise<CleanedInChild> =>
  new Promise((resolve, reject) => {
    const child = start(bounds, program ?? fromSource())
    let failure: Error | undefined
    let answer: ChildMessage | undefined
    let said = 0
    let complaint = ''
    const end = (error: Error) => {
      failure ??= error
      child.kill('SIGKILL')
    }
    const clock = setTimeout(() => end(tooSlow(bounds)), bounds.milliseconds)
    const watch = setInterval(() => {
      residentMiB(child).then(
        (used) => {
          if (used > bounds.memoryMiB * 2) end(outOfMemory(bounds))
        },
        () => {},
      )
    }, 250)
    const abort = () => end(signal?.reason instanceof Error ? signal.reason : new Error('aborted'))
    signal?.addEventListener('abort', abort, { once: true })

    child.stdout?.on('data', (chunk: Uint8Array) => {
      said += chunk.length
      if (said > MESSAGE_BYTES) end(failed('it says more than a report can hold'))
    })
    child.stderr?.on('data', (chunk: Uint8Array) => {
      complaint = (complaint + new TextDecoder().decode(chunk)).slice(-8192)
    })
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (failure) return
        try {
          const message = JSON.parse(line) as ChildMessage
          if ('progress' in message) onProgress?.(message.progress as Progress)
          else answer = message
        } catch (cause) {
          end(failed('it does not keep to the protocol', cause))
        }
      })
    }
    child.once('error', (cause) => {
      failure ??= failed('it could not be started', cause)
    })
    // A child that is dead already cannot be written to; 'close' tells the rest.
    child.stdin?.on('error', () => {})
    child.once('close', (code, killedBy) => {
      clearTimeout(clock)
      clearInterval(watch)
      signal?.removeEventListener('abort', abort)
      if (failure) reject(failure)
      else if (answer && 'result' in answer) resolve(answer.result)
      else if (answer && 'error' in answer) reject(revive(answer.error))
      else if (/heap out of memory|Allocation failed|allocation failed/.test(complaint))
        reject(outOfMemory(bounds))
      else if (killedBy === 'SIGKILL') reject(outOfMemory(bounds))
      else reject(failed(`it ended with ${code ?? killedBy} and no answer`, complaint.trim()))
    })
    const request: ChildRequest = {
      input,
      name,
      output,
      ...(fingerprints === undefined ? {} : { fingerprints }),
      ...(pictureHashes === undefined ? {} : { pictureHashes }),
      outputBytes: bounds.outputBytes,
      choices,
      options,
    }
    child.stdin?.write(`${JSON.stringify(request)}\n`)
  })

/** The child's source, for a caller that has it compiled. */
export const childProgram = new URL('./child.ts', import.meta.url)

const fromSource = (): string[] => {
  // Resolved from here, since the child's working directory may know no packages.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return ['--import', tsx, fileURLToPath(childProgram)]
}

const start = ({ memoryMiB }: ChildBounds, program: readonly string[]): ChildProcess =>
  spawn(process.execPath, [`--max-old-space-size=${memoryMiB}`, ...program], {
    env: { TSX_DISABLE_CACHE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

const PAGE_MIB = 4096 / (1024 * 1024)

const residentMiB = async ({ pid }: ChildProcess): Promise<number> => {
  if (pid === undefined || process.platform !== 'linux') return 0
  const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')
  return Number(resident) * PAGE_MIB
}

const revive = ({
  code,
  message,
  hint,
  details,
}: Extract<ChildMessage, { error: unknown }>['error']): Error =>
  isCleaningErrorCode(code)
    ? new CleaningError(code, message, hint, details)
    : new CleaningError('CHILD_FAILED', message, hint, { ...details, code })

const tooSlow = ({ milliseconds }: ChildBounds) =>
  new CleaningError(
    'CHILD_TOO_SLOW',
    `Cleaning took longer than ${milliseconds} ms and was ended.`,
    'Split the file into several and lend each.',
    { limit: milliseconds },
  )

const outOfMemory = ({ memoryMiB }: ChildBounds) =>
  new CleaningError(
    'CHILD_OUT_OF_MEMORY',
    `Cleaning needed more than ${memoryMiB} MiB and was ended.`,
    'Split the file into several and lend each.',
    { limit: memoryMiB },
  )

const failed = (problem: string, cause?: unknown) =>
  new CleaningError(
    'CHILD_FAILED',
    `The cleaning process failed: ${problem}.`,
    'Try again; if it fails on the same file again, please report it.',
    typeof cause === 'string' && cause !== '' ? { stderr: cause } : {},
    cause,
  )
