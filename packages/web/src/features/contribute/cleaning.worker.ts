import { datasetColumns } from '@usufruct/cleaning/schema/datasetColumns'
import type { CleaningOptions } from '@usufruct/cleaning/types'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import type { CleaningAnswer, CleaningFailure, CleaningRequest } from './cleaningMessages.ts'
import { headOf } from './headOf.ts'
import { type Look, lookAt, readOwn, rowsOf } from './lookAt.ts'
import { unpack } from './unpack.ts'

type LookRequest = Extract<CleaningRequest, { kind: 'look' }>

/** Often enough to be seen moving, seldom enough not to keep the page busy with it. */
const progressEvery = 150

/** Milliseconds of reading before a question about rows that were read already is answered. */
const answerWithin = 40

/** Lets whatever was asked meanwhile be answered: what comes from a file may never make this thread wait by itself. */
const yielding = () => {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < answerWithin) return
    await new Promise((resolve) => setTimeout(resolve))
    since = performance.now()
  }
}

const answer = (message: CleaningAnswer) => postMessage(message)

const looks = new Map<string, Look>()
/** The newest question about each input; an earlier one is given up. */
const asking = new Map<string, { turn: number; stop: AbortController }>()
/** One file is read at a time: side by side they would only all be late. */
let turns: Promise<void> = Promise.resolve()

const optionsOf = (
  { columns, k, pseudonyms, input, turn }: LookRequest,
  signal: AbortSignal,
): CleaningOptions => {
  let told = 0
  return {
    ...(columns ? { dataset: datasetColumns(columns) } : {}),
    ...(k === null ? {} : { anonymity: { k } }),
    pseudonyms,
    signal,
    pause: yielding(),
    onProgress: (progress) => {
      const now = performance.now()
      if (now - told < progressEvery) return
      told = now
      answer({ kind: 'progress', input, turn, progress })
    },
  }
}

const show = (request: LookRequest, look: Look) => {
  const { input, turn } = request
  looks.set(input, look)
  answer({ kind: 'looked', input, turn, looked: look.looked })
}

/** The first rows, at once. Whatever is wrong with them, reading the whole says better. */
const lookAtHead = async (request: LookRequest, options: CleaningOptions) => {
  const { file, choices, input } = request
  if (looks.has(input)) return
  const head = await headOf(file)
  if (!head) return
  const quiet: CleaningOptions = { ...options, onProgress: undefined }
  try {
    const look = await lookAt(head, choices, quiet, true)
    look.own = await readOwn(head, choices, quiet, look)
    show(request, look)
  } catch {
    options.signal?.throwIfAborted()
  }
}

const lookAtWhole = async (request: LookRequest, options: CleaningOptions) => {
  const { file, choices, input, turn } = request
  const before = looks.get(input)
  const look = await lookAt(file, choices, options, false, before)
  const same = before?.foundLines.join() === look.foundLines.join()
  // What is the member's own does not depend on what they chose.
  if (same) look.own = before?.own ?? null
  show(request, look)
  if (!look.own) look.own = await readOwn(file, choices, { ...options, onProgress: undefined }, look)
  answer({ kind: 'own', input, turn })
}

const hasUnpacked = async ({ input, turn, file }: LookRequest, options: CleaningOptions) => {
  const members = await unpack(file, options)
  if (!members) return false
  answer({
    kind: 'unpacked',
    input,
    turn,
    members: members.map((one) => ('file' in one ? one : { name: one.name, error: failureOf(one.error) })),
  })
  return true
}

const failureOf = (error: unknown): CleaningFailure => {
  const known = findUsufructError(error)
  if (known) {
    const { code, message, hint, details } = known
    return { code, message, hint, details }
  }
  return {
    code: 'FILE_UNREADABLE',
    message: 'The file could not be read.',
    hint: 'Was it moved or changed? Choose it again.',
    details: { error: error instanceof Error ? error.message : String(error) },
  }
}

const look = async (request: LookRequest, signal: AbortSignal) => {
  if (signal.aborted) return
  const options = optionsOf(request, signal)
  try {
    if (!looks.has(request.input) && (await hasUnpacked(request, options))) return
    await lookAtHead(request, options)
    await lookAtWhole(request, options)
  } catch (error) {
    if (signal.aborted) return
    answer({ kind: 'failed', input: request.input, turn: request.turn, error: failureOf(error) })
  }
}

const forget = (input: string) => {
  asking.get(input)?.stop.abort()
  asking.delete(input)
  looks.delete(input)
}

addEventListener('message', ({ data: request }: MessageEvent<CleaningRequest>) => {
  const { input } = request
  switch (request.kind) {
    case 'look': {
      asking.get(input)?.stop.abort()
      const stop = new AbortController()
      asking.set(input, { turn: request.turn, stop })
      turns = turns.then(() => look(request, stop.signal))
      return
    }
    case 'rows': {
      const { turn, filter, from, count } = request
      const kept = looks.get(input)
      if (!kept) return
      rowsOf(kept, filter, from, count)
        .then((rows) => answer({ kind: 'rows', input, turn, rows }))
        .catch((error: unknown) => answer({ kind: 'failed', input, turn, error: failureOf(error) }))
      return
    }
    case 'forget':
      forget(input)
  }
})
