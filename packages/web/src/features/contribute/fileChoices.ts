import type { Action, Choices, Finding, FindingType } from '@usufruct/cleaning/types'

/** Another action for one finding. */
export const chooseFinding = (choices: Choices, id: string, action: Action): Choices => ({
  ...choices,
  actions: [...(choices.actions ?? []).filter((one) => one.id !== id), { id, action }],
})

/** One action for all of a type in a column, also for those that were decided on one by one. */
export const chooseColumn = (
  choices: Choices,
  findings: readonly Finding[],
  place: { column: string; type: FindingType },
  action: Action,
): Choices => {
  const { column, type } = place
  const decided = new Set(
    findings.filter((one) => one.type === type && one.where.column === column).map(({ id }) => id),
  )
  return {
    ...choices,
    actions: (choices.actions ?? []).filter(({ id }) => !decided.has(id)),
    actionsIn: [
      ...(choices.actionsIn ?? []).filter((one) => one.type !== type || one.column !== column),
      { column, type, action },
    ],
  }
}

export type Overlooked = NonNullable<Choices['add']>[number]

type Place = { row: number; column: string; start: number; end: number }

const meet = (one: Place, other: Place) =>
  one.row === other.row && one.column === other.column && one.start < other.end && other.start < one.end

/** What the member marks goes before what was found in the same place, and before what they marked there earlier. */
export const addFinding = (
  choices: Choices,
  findings: readonly Finding[],
  overlooked: Overlooked,
): Choices => {
  const covered = new Set(findings.filter(({ where }) => meet(where, overlooked)).map(({ id }) => id))
  return {
    ...choices,
    actions: (choices.actions ?? []).filter(({ id }) => !covered.has(id)),
    add: [...(choices.add ?? []).filter((one) => !meet(one, overlooked)), overlooked],
  }
}
