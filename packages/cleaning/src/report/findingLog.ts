import type { Found } from '../detect/detector.ts'
import { CleaningError } from '../errors.ts'
import type { Choices, Finding, FindingType, ReportBody } from '../types.ts'

/** Row, the file's column by index and by name, what was found there, and where. */
export type LoggedFinding = [
  row: number,
  index: number,
  column: string,
  found: string,
  span: Found & { kept: boolean },
]

export type FindingLog = ReturnType<typeof createFindingLog>

/** By place, not by value: a hash of a telephone number is a telephone number to anyone with a minute. */
export const findingId = (row: number, index: number, { start, end, type }: Found): string =>
  `r${row}c${index + 1}:${start}-${end}:${type}`

/** Lists findings up to a limit, counts them all, and knows what the member chose to keep. */
export const createFindingLog = (choices: Choices, limit: number) => {
  const chosen = new Set(choices.keep)
  const unmet = new Set(choices.keep)
  const keptIn = new Set(choices.keepIn?.map(({ column, type }) => `${type} ${column}`))
  const counts = new Map<string, ReportBody['findings'][number]>()
  const listed: Finding[] = []
  const kept: string[] = []
  let total = 0

  return {
    listed,
    kept,
    keepsId: (id: string): boolean => chosen.has(id),
    keeps: (row: number, index: number, column: string, found: Found): boolean =>
      keptIn.has(`${found.type} ${column}`) || chosen.has(findingId(row, index, found)),

    add(...[row, index, column, found, span]: LoggedFinding) {
      total++
      const { start, end, type, kept: isKept } = span
      const id = findingId(row, index, span)
      unmet.delete(id)
      const key = `${type} ${column}`
      const count = counts.get(key) ?? { column, type, redacted: 0, kept: 0 }
      if (isKept) count.kept++
      else count.redacted++
      counts.set(key, count)
      if (isKept && kept.length < limit) kept.push(id)
      if (listed.length >= limit) return
      const action = isKept ? 'keep' : 'redact'
      listed.push({ id, type, where: { row, column, start, end }, action, excerpt: mask(found) })
    },

    total: () => total,

    counts: () => [...counts.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1)),

    /** A choice that meets nothing was made for another file, or for another version of this one. */
    refuseUnknown() {
      if (unmet.size === 0) return
      throw new CleaningError(
        'UNKNOWN_FINDING',
        `${unmet.size} of the findings to keep do not exist in this file.`,
        'Inspect the file again and choose from what is found now.',
        { unknown: [...unmet].slice(0, 100) },
      )
    },
  }
}

const key = ({ column, type }: { column: string; type: FindingType }) => `${column}\u0000${type}`

const mask = (found: string): string => {
  const characters = [...found]
  return characters.length < 4 ? '…' : `${characters[0]}…${characters.at(-1)}`
}
