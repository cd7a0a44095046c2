import type { Found } from '../detect/detector.ts'
import { isDirect, isFindingType } from '../detect/findingTypes.ts'
import { CleaningError } from '../errors.ts'
import { isGeneralisable } from '../generalise/byFinding.ts'
import type { Decision } from '../redact/redactText.ts'
import type { Action, Choices, FindingType } from '../types.ts'

/** By place, not by value: a hash of a telephone number is a telephone number to anyone with a minute. */
export const findingId = (row: number, index: number, { start, end, type }: Found): string =>
  `r${row}c${index + 1}:${start}-${end}:${type}`

export type Decisions = ReturnType<typeof createDecisions>

type Addition = Found & { row: number; column: string }

/** What is done with each finding: as the member chose for it, or for its column, or as is sensible for its type. */
export const createDecisions = (choices: Choices) => {
  const byId = new Map<string, Action>()
  for (const { id, action } of choices.actions ?? []) byId.set(id, requireSuitable(action, typeOfId(id)))
  for (const id of choices.keep ?? []) byId.set(id, 'keep')
  const byColumn = new Map<string, Action>()
  for (const { column, type, action } of choices.actionsIn ?? [])
    byColumn.set(keyOf(column, type), requireSuitable(action, type))
  for (const { column, type } of choices.keepIn ?? []) byColumn.set(keyOf(column, type), 'keep')
  const unmet = new Set(byId.keys())
  const additions = placeAdditions(choices.add ?? [])
  const waiting = new Set(additions.keys())

  return {
    /** Whether anything needs a key. */
    pseudonymises: [...byId.values(), ...byColumn.values()].includes('pseudonymise'),

    decide: (row: number, index: number, column: string, found: Found): Decision =>
      byId.get(findingId(row, index, found)) ??
      byColumn.get(keyOf(column, found.type)) ??
      (isDirect(found.type) ? 'redact' : 'note'),

    /** For a value that is a finding as a whole, because of its column: what is direct in a text can be a figure
     * there, such as a day of birth. */
    decideWhole: (row: number, index: number, column: string, found: Found): Decision =>
      byId.get(findingId(row, index, found)) ??
      byColumn.get(keyOf(column, found.type)) ??
      (found.type === 'person' || found.type === 'address' ? 'redact' : 'note'),

    /** What the member says is in a cell. @throws CleaningError `UNKNOWN_PLACE` if the cell is shorter */
    additionsIn: (row: number, column: string, length: number): readonly Found[] => {
      if (waiting.size === 0) return NOTHING
      const place = placeOf(row, column)
      const found = additions.get(place) ?? NOTHING
      waiting.delete(place)
      if (found.some(({ end }) => end > length)) throw unknownPlace(row, column)
      return found
    },

    met: (id: string) => unmet.delete(id),

    /** A row that is set aside is not lent, so nothing has to be taken out of it. */
    setAside(row: number) {
      for (const place of waiting) if (place.startsWith(placeOf(row, ''))) waiting.delete(place)
    },

    /** A choice that meets nothing was made for another file, or for another version of this one. */
    refuseUnknown() {
      if (unmet.size > 0)
        throw new CleaningError(
          'UNKNOWN_FINDING',
          `${unmet.size} of the findings that were decided on do not exist in this file.`,
          'Inspect the file again and choose from what is found now.',
          { unknown: [...unmet].slice(0, 100) },
        )
      const [place] = waiting
      const [first] = (place !== undefined && additions.get(place)) || []
      if (first) throw unknownPlace(first.row, first.column)
    },
  }
}

const NOTHING: readonly Found[] = []

const keyOf = (column: string, type: FindingType) => `${type} ${column}`
const placeOf = (row: number, column: string) => `${row} ${column}`

const typeOfId = (id: string): FindingType | undefined => {
  const type = id.slice(id.lastIndexOf(':') + 1)
  return isFindingType(type) ? type : undefined
}

const requireSuitable = (action: Action, type: FindingType | undefined): Action => {
  if (action !== 'generalise' || type === undefined || isGeneralisable(type)) return action
  throw new CleaningError(
    'ACTION_UNSUITABLE',
    `There is nothing more general to put in the place of a finding of type ${type}.`,
    'Redact it, give it a pseudonym, or leave the column at home.',
    { type },
  )
}

const placeAdditions = (added: NonNullable<Choices['add']>): Map<string, Addition[]> => {
  const places = new Map<string, Addition[]>()
  for (const addition of added) {
    const { row, column, start, end } = addition
    if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end > start))
      throw unknownPlace(row, column)
    const place = placeOf(row, column)
    places.set(place, [...(places.get(place) ?? []), addition])
  }
  for (const [place, found] of places) {
    found.sort((a, b) => a.start - b.start)
    if (found.some(({ start }, i) => start < (found[i - 1]?.end ?? 0))) {
      const [{ row, column }] = found as [Addition]
      throw unknownPlace(row, column)
    }
    places.set(place, found)
  }
  return places
}

const unknownPlace = (row: number, column: string) =>
  new CleaningError(
    'UNKNOWN_PLACE',
    `What was marked in row ${row} of column “${column}” is not a place in its text, or overlaps another.`,
    'Inspect the file again and mark it in the text that is shown.',
    { row, column },
  )
