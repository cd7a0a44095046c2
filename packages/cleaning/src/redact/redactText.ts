import type { DetectContext, Found, Span } from '../detect/detector.ts'
import { FINDING_TYPES } from '../detect/findingTypes.ts'
import { findPersonalData } from '../detect/findPersonalData.ts'
import { generaliseText } from '../generalise/byFinding.ts'
import type { Action, FindingType } from '../types.ts'
import type { Pseudonymise } from './pseudonyms.ts'

/** `note`: nothing is done about it, and it is no finding either. */
export type Decision = Action | 'note'

export type Decided = Found & { decision: Decision; added?: true }

export type Redacted = { text: string; found: Decided[] }

export type Redaction = {
  decide(found: Found): Decision
  pseudonymise: Pseudonymise
  /** What the member says is there; in order and without overlaps. */
  added?: readonly Found[]
  /** What a model of the member's own has found, in order and without overlaps. */
  byModel?: readonly Found[]
}

// Rounds take something away each, so they end by themselves; a hostile text could make each take very little.
const MOST_ROUNDS = 24

/**
 * Finds and replaces until nothing more is found: of two overlapping findings the shorter may show again once
 * the longer is gone, and cleaned text must come out of a second cleaning unchanged. Offsets are those of the text
 * as it came.
 */
export const redactText = (text: string, context: DetectContext, redaction: Redaction): Redacted => {
  if (redaction.added === undefined || redaction.added.length === 0) {
    // Most cells hold nothing.
    const spans = findPersonalData(text, context, [], redaction.byModel)
    return spans.length === 0 ? { text, found: NOTHING } : redactFound(text, spans, context, redaction)
  }
  return redactFound(text, undefined, context, redaction)
}

const NOTHING: Decided[] = []

const redactFound = (
  text: string,
  first: readonly Found[] | undefined,
  context: DetectContext,
  redaction: Redaction,
): Redacted => {
  const found: Decided[] = []
  const taken = new Uint8Array(text.length)
  const take = (decided: Decided): boolean => {
    // What is kept shows again in every round.
    if (taken.subarray(decided.start, decided.end).includes(1)) return false
    taken.fill(1, decided.start, decided.end)
    found.push(decided)
    return true
  }
  for (const { start, end, type } of redaction.added ?? []) {
    const decision = redaction.decide({ start, end, type })
    // Whoever marks a place has it taken out, whatever its type.
    take({ start, end, type, decision: decision === 'note' ? 'redact' : decision, added: true })
  }
  let current = replace(text, found, redaction)
  let noted: Decided[] = []
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const spans =
      (round === 0 && first) ||
      findPersonalData(
        current.text,
        context,
        current.replaced,
        toCurrent(redaction.byModel ?? [], taken, current.shifts),
      )
    let fresh = false
    // What is only noted is in nobody's way: a later round may see more in it.
    noted = []
    for (const span of toOriginal(spans, current.shifts)) {
      const decision = redaction.decide(span)
      if (decision === 'note') noted.push({ ...span, decision })
      else fresh = take({ ...span, decision }) || fresh
    }
    if (!fresh) break
    found.sort((a, b) => a.start - b.start)
    current = replace(text, found, redaction)
  }
  return { text: current.text, found: noted.length === 0 ? found : [...found, ...noted] }
}

/** What stands in a text for a value; undefined where the value stays. */
export const replacementOf = (
  decision: Decision,
  type: FindingType,
  value: string,
  pseudonymise: Pseudonymise,
): string | undefined => {
  if (decision === 'keep' || decision === 'note') return undefined
  const own =
    decision === 'pseudonymise'
      ? pseudonymise(type, value)
      : decision === 'generalise'
        ? generaliseText(type, value)
        : undefined
  return own ?? FINDING_TYPES[type].marker
}

/** A place in the text as it is now, and how far it lies behind where it was. */
type Shift = { at: number; by: number }

type Current = { text: string; replaced: Span[]; shifts: Shift[] }

const replace = (text: string, found: readonly Decided[], { pseudonymise }: Redaction): Current => {
  const current: Current = { text: '', replaced: [], shifts: [] }
  let from = 0
  for (const { start, end, type, decision } of found) {
    const value = replacementOf(decision, type, text.slice(start, end), pseudonymise)
    if (value === undefined) continue
    current.text += text.slice(from, start)
    const at = current.text.length
    current.text += value
    current.replaced.push({ start: at, end: current.text.length })
    current.shifts.push({ at: current.text.length, by: current.text.length - end })
    from = end
  }
  current.text += text.slice(from)
  return current
}

// Findings never touch what was replaced, so each lies between two of those and moves as one. Both are in order.
const toOriginal = (spans: readonly Found[], shifts: readonly Shift[]): Found[] => {
  let by = 0
  let next = 0
  return spans.map((span) => {
    for (let shift = shifts[next]; shift && shift.at <= span.start; shift = shifts[++next]) by = shift.by
    return { start: span.start - by, end: span.end - by, type: span.type }
  })
}

/** The other way, of spans in which nothing has been taken. */
const toCurrent = (
  spans: readonly Found[],
  taken: Uint8Array,
  shifts: readonly Shift[],
): readonly Found[] => {
  let by = 0
  let next = 0
  return spans
    .filter(({ start, end }) => !taken.subarray(start, end).includes(1))
    .map(({ start, end, type }) => {
      for (let shift = shifts[next]; shift && shift.at - shift.by <= start; shift = shifts[++next])
        by = shift.by
      return { start: start + by, end: end + by, type }
    })
}
