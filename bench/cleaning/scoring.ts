import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { tokenise } from '@usufruct/cleaning/tagger/tokenise'

export type Marked = { start: number; end: number; type: string }

/** A text, what is in it, and what was found in it. */
export type Judged = { text: string; gold: readonly Marked[]; found: readonly Marked[] }

export type Score = { precision: number; recall: number; f2: number }

const f2Of = (hits: number, found: number, gold: number): Score => {
  const precision = found === 0 ? 0 : hits / found
  const recall = gold === 0 ? 0 : hits / gold
  return { precision, recall, f2: hits === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall) }
}

const covered = (text: string, spans: readonly Marked[]): Uint8Array => {
  const map = new Uint8Array(text.length)
  for (const { start, end } of spans) map.fill(1, start, end)
  return map
}

/** Word by word, personal data or not, as presidio-evaluator counts; every word counts and no sign does. */
export const scoreWords = (judged: readonly Judged[]): Score => {
  let hits = 0
  let found = 0
  let gold = 0
  for (const one of judged) {
    const is = covered(one.text, one.gold)
    const seen = covered(one.text, one.found)
    for (const start of tokenise(one.text, []).starts) {
      if (!/[\p{L}\p{N}]/u.test(String.fromCodePoint(one.text.codePointAt(start) as number))) continue
      if (is[start]) gold++
      if (seen[start]) found++
      if (is[start] && seen[start]) hits++
    }
  }
  return f2Of(hits, found, gold)
}

/** Of the entities of a type, the share that was found to the last word. */
export const recallOf = (judged: readonly Judged[], type: string): number => {
  let all = 0
  let whole = 0
  for (const { text, gold, found } of judged) {
    const seen = covered(text, found)
    for (const span of gold.filter((one) => one.type === type)) {
      all++
      const missed = tokenise(text, []).starts.some(
        (start) =>
          start >= span.start &&
          start < span.end &&
          /[\p{L}\p{N}]/u.test(text[start] as string) &&
          !seen[start],
      )
      if (!missed) whole++
    }
  }
  return all === 0 ? 1 : whole / all
}

export type PresidioAnswer = {
  version: string
  model: string | null
  ours: Record<'usual' | 'strict', Score>
  presidio?: Record<'usual' | 'strict', Score>
  megabytesPerSecond?: number
}

/** Why nothing was answered. */
export type NoAnswer = { missing: string }

/** The same by presidio-evaluator itself, and what Presidio finds. */
export const askPresidio = (python: string, judged: readonly Judged[]): Promise<PresidioAnswer | NoAnswer> =>
  new Promise((resolve) => {
    const script = fileURLToPath(new URL('./presidio.py', import.meta.url))
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
    let said = ''
    let complaint = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    child.stderr.on('data', (chunk) => {
      complaint = (complaint + chunk).slice(-2_000)
    })
    child.on('error', ({ message }) => resolve({ missing: message }))
    child.stdin.on('error', () => {})
    child.on('close', (code) =>
      resolve(code === 0 ? JSON.parse(said) : { missing: complaint.trim().split('\n').at(-1) ?? '' }),
    )
    for (const { text, gold, found } of judged) {
      const inCharacters = charactersOf(text)
      const toLine = (spans: readonly Marked[]) =>
        spans.map(({ start, end, type }) => [inCharacters(start), inCharacters(end), type])
      child.stdin.write(`${JSON.stringify({ text, gold: toLine(gold), found: toLine(found) })}\n`)
    }
    child.stdin.end()
  })

/** Python counts code points. */
const charactersOf = (text: string) => {
  const before = new Uint32Array(text.length + 1)
  let count = 0
  for (let at = 0; at < text.length; ) {
    const length = (text.codePointAt(at) as number) > 0xffff ? 2 : 1
    before.fill(count, at, at + length)
    at += length
    count++
  }
  before[text.length] = count
  return (at: number) => before[at] as number
}
