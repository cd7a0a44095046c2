import { CleaningError } from '../../errors.ts'
import type { Right } from '../right.ts'
import { type OptOutSignal, readHeaders, readPage, readRobots, readTdmRep } from './readSignals.ts'

/** A further place where a publisher may object; each gets the declared source and a reader with limits. */
export type OptOutReader = (url: URL, read: ReadText) => Promise<OptOutSignal[]>

export type ReadText = (url: string) => Promise<{ text: string; headers: Headers } | undefined>

export type CheckSourceOptions = {
  fetch?: typeof fetch
  readers?: readonly OptOutReader[]
  signal?: AbortSignal
  /** Of each answer; what is longer is cut. */
  bytes?: number
}

const SECONDS = 10

const fromRobots: OptOutReader = async (url, read) => {
  const robotsUrl = new URL('/robots.txt', url).href
  const answer = await read(robotsUrl)
  return answer ? readRobots(robotsUrl, answer.text, url.href) : []
}

const fromTdmRep: OptOutReader = async (url, read) => {
  const answer = await read(new URL('/.well-known/tdmrep.json', url).href)
  if (!answer) return []
  try {
    return readTdmRep(JSON.parse(answer.text), url.href)
  } catch {
    return []
  }
}

const fromPage: OptOutReader = async (url, read) => {
  const answer = await read(url.href)
  return answer ? [...readHeaders(answer.headers), ...readPage(answer.text)] : []
}

export const optOutReaders: readonly OptOutReader[] = [fromRobots, fromTdmRep, fromPage]

/**
 * Whether the publisher of a declared source objects to training or mining. It asks the source's own server, so it runs
 * only when it was asked for, on the machine of whoever asks. A server that has none of the files objects to nothing.
 * @throws CleaningError `SOURCE_UNREACHABLE` when no answer came at all, `SOURCE_NOT_A_URL`
 */
export const checkSource = async (source: string, options: CheckSourceOptions = {}): Promise<Right[]> => {
  const url = toUrl(source)
  let answered = 0
  let failure: unknown
  const read: ReadText = async (address) => {
    try {
      const timeout = AbortSignal.timeout(SECONDS * 1000)
      const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
      const response = await (options.fetch ?? fetch)(address, { signal, redirect: 'follow' })
      answered++
      const text = await readSome(response, options.bytes ?? 500_000)
      return response.ok ? { text, headers: response.headers } : undefined
    } catch (error) {
      options.signal?.throwIfAborted()
      failure = error
      return undefined
    }
  }
  const signals = (
    await Promise.all((options.readers ?? optOutReaders).map((reader) => reader(url, read)))
  ).flat()
  if (answered === 0)
    throw new CleaningError(
      'SOURCE_UNREACHABLE',
      `${url.host} does not answer.`,
      'Look at the address, or go on without this check.',
      { source: url.href },
      failure,
    )
  return signals.map(({ tag, text }) => ({ kind: 'opt-out', where: { tag }, text }))
}

const toUrl = (source: string): URL => {
  const url = URL.canParse(source.trim()) ? new URL(source.trim()) : undefined
  if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url
  throw new CleaningError(
    'SOURCE_NOT_A_URL',
    'The source is no address of a page, so its publisher cannot be asked.',
    'Give the whole address, with https://.',
    { source: source.slice(0, 200) },
  )
}

const readSome = async ({ body }: Response, limit: number): Promise<string> => {
  const reader = body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  for (let read = 0; read < limit; ) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
    read += value.length
  }
  await reader.cancel()
  return text
}
