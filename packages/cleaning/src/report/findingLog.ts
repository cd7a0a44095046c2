import type { Decided } from '../redact/redactText.ts'
import type { Choices, Finding, FindingCounts, FindingType, Note } from '../types.ts'
import { createDecisions, findingId } from './decisions.ts'
import type { NoteCode } from './noteCode.ts'

/** Row, the file's column by index and by name, what was found there, and where. */
export type LoggedFinding = [row: number, index: number, column: string, found: string, span: Decided]

export type FindingLog = ReturnType<typeof createFindingLog>

/** Lists findings up to a limit, counts them all, and knows what the member chose. */
export const createFindingLog = (choices: Choices, limit: number) => {
  const decisions = createDecisions(choices)
  const counts = new Map<string, FindingCounts>()
  const noted = new Map<string, { column: string; type: FindingType; count: number }>()
  const listed: Finding[] = []
  const kept: string[] = []
  const added: string[] = []
  let total = 0

  return {
    listed,
    kept,
    added,
    decisions,

    add(...[row, index, column, found, span]: LoggedFinding) {
      const { start, end, type, decision } = span
      const key = `${column}\u0000${type}`
      if (decision === 'note') {
        const note = noted.get(key) ?? { column, type, count: 0 }
        note.count++
        noted.set(key, note)
        return
      }
      total++
      const id = findingId(row, index, span)
      decisions.met(id)
      const count = counts.get(key) ?? newCounts(column, type)
      count[COUNTED[decision]]++
      if (span.added) count.added++
      counts.set(key, count)
      if (decision === 'keep' && kept.length < limit) kept.push(id)
      if (span.added && added.length < limit) added.push(id)
      if (listed.length >= limit) return
      listed.push({
        id,
        type,
        where: { row, column, start, end },
        action: decision,
        ...(span.added ? { added: true } : {}),
        excerpt: mask(found),
      })
    },

    total: () => total,

    counts: () => [...counts.entries()].sort(byKey).map(([, count]) => count),

    notes: (): Note[] =>
      [...noted.entries()].sort(byKey).map(([, { column, type, count }]) => ({
        code: 'indirect-identifiers' satisfies NoteCode,
        column,
        count,
        finding: type,
        text:
          NOTED_AS[type] ??
          'Together with more, these may tell who somebody is. They stay unless you choose otherwise.',
      })),
  }
}

const COUNTED = {
  redact: 'redacted',
  pseudonymise: 'pseudonymised',
  generalise: 'generalised',
  keep: 'kept',
} as const

const newCounts = (column: string, type: FindingType): FindingCounts => ({
  column,
  type,
  redacted: 0,
  pseudonymised: 0,
  generalised: 0,
  kept: 0,
  added: 0,
})

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : a > b ? 1 : 0

const stay = (what: string) =>
  `${what} can tell who somebody is together with more. They stay unless you choose otherwise.`

const NOTED_AS: Partial<Record<FindingType, string>> = {
  date: stay('Dates'),
  'birth-date': stay('Dates of birth'),
  age: stay('Ages'),
  location: stay('Places'),
  organization: stay('Names of organisations'),
  job: stay('Occupations'),
  url: stay('Addresses of web pages'),
  coordinates: stay('Coordinates'),
  postcode: stay('Postal codes'),
}

const mask = (found: string): string => {
  const characters = [...found]
  return characters.length < 4 ? '…' : `${characters[0]}…${characters.at(-1)}`
}
