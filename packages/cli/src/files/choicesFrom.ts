import { FINDING_TYPES, isFindingType } from '@usufruct/cleaning/detect/findingTypes'
import type { CoarseColumn, Coarseness } from '@usufruct/cleaning/generalise/coarseness'
import type { Action, Choices, FindingType } from '@usufruct/cleaning/types'
import { usageError } from '../usage.ts'

export type ChoiceOptions = {
  keep?: string[]
  keepIn?: string[]
  cover?: string[]
  coverAll?: ('face' | 'text')[]
  action?: string[]
  found?: string[]
  dropColumn?: string[]
  generalise?: string[]
  k?: number
}

const actions: readonly string[] = ['redact', 'pseudonymise', 'generalise', 'keep'] satisfies Action[]

/** What the member decided, from the command line. @throws UsufructError `USAGE` */
export const choicesFrom = ({
  keep,
  keepIn,
  cover,
  coverAll,
  action,
  found,
  dropColumn,
  generalise,
  k,
}: ChoiceOptions): Choices => ({
  ...(keep ? { keep } : {}),
  ...(cover ? { cover } : {}),
  ...(coverAll ? { coverAll } : {}),
  ...(dropColumn ? { dropColumns: dropColumn } : {}),
  ...(generalise ? { generalise: generalise.map(toCoarseColumn) } : {}),
  ...(k === undefined ? {} : { k }),
  ...(keepIn ? { keepIn: keepIn.map((text) => columnAndType(text, text, 'Write COLUMN:TYPE')) } : {}),
  ...(action ? { actionsIn: action.map(toAction) } : {}),
  ...(found ? { add: found.map(toFound) } : {}),
})

/** Column names may hold colons, so what is known stands at the ends. */
const columnAndType = (text: string, whole: string, hint: string): { column: string; type: FindingType } => {
  const at = text.lastIndexOf(':')
  const type = text.slice(at + 1)
  if (at < 1 || !isFindingType(type))
    throw usageError(
      `“${whole}” does not say what to do where.`,
      `${hint}, with a type of ${Object.keys(FINDING_TYPES).join(', ')}.`,
    )
  return { column: text.slice(0, at), type }
}

const toAction = (text: string): NonNullable<Choices['actionsIn']>[number] => {
  const at = text.lastIndexOf(':')
  const action = text.slice(at + 1)
  if (!actions.includes(action))
    throw usageError(
      `“${text}” ends in no action.`,
      `Write COLUMN:TYPE:ACTION, with an action of ${actions.join(', ')}.`,
    )
  return {
    ...columnAndType(text.slice(0, Math.max(at, 0)), text, 'Write COLUMN:TYPE:ACTION'),
    action: action as Action,
  }
}

const coarser: readonly string[] = ['month', 'year', 'decade', 'nothing'] satisfies Coarseness[]

const toCoarseColumn = (text: string): CoarseColumn => {
  const at = text.lastIndexOf('=')
  const to = text.slice(at + 1)
  const isKnown = coarser.includes(to) || Number(to) > 0
  if (at < 1 || !isKnown)
    throw usageError(
      `“${text}” does not say how coarse which column is to be.`,
      'Write COLUMN=10 for steps of ten in figures, COLUMN=3 for the first three characters of texts, COLUMN=month, year or decade for days, or COLUMN=nothing to empty it.',
    )
  return { column: text.slice(0, at), to: coarser.includes(to) ? (to as Coarseness) : Number(to) }
}

const toFound = (text: string): NonNullable<Choices['add']>[number] => {
  const match = /^(\d+):(\d+)-(\d+):(.+)$/s.exec(text)
  if (!match)
    throw usageError(
      `“${text}” does not say where something is.`,
      'Write ROW:START-END:COLUMN:TYPE, as findings are listed.',
    )
  const [, row, start, end, rest = ''] = match
  return {
    row: Number(row),
    start: Number(start),
    end: Number(end),
    ...columnAndType(rest, text, 'Write ROW:START-END:COLUMN:TYPE'),
  }
}
