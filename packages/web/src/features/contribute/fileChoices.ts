import type { Action, Choices, Finding, FindingType } from '@usufruct/cleaning/types'
import type { Looked } from './cleaningMessages.ts'

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

/** Whether something that can be seen in a picture is covered. */
export const chooseCover = (choices: Choices, id: string, cover: boolean): Choices => {
  const others = (choices.cover ?? []).filter((other) => other !== id)
  return { ...choices, cover: cover ? [...others, id] : others }
}

type Group = Looked['groups'][number]

const keyOf = ({ column, type }: { column: string; type: FindingType }) => `${type} ${column}`

/** As it will be, from the moment that its owner chose: reading it again takes a while. */
export const withChoices = (looked: Looked, choices: Choices): Looked => {
  const byId = new Map((choices.actions ?? []).map(({ id, action }) => [id, action]))
  const byGroup = new Map((choices.actionsIn ?? []).map((one) => [keyOf(one), one.action]))
  const covered = new Set(choices.cover)

  const findings = looked.findings.map((finding) => {
    const { id, type, where, action } = finding
    const chosen = byId.get(id) ?? byGroup.get(keyOf({ column: where.column, type }))
    return { ...finding, action: chosen ?? action }
  })
  const listed = new Map<string, { count: number; actions: Set<Group['action']> }>()
  for (const { type, where, action } of findings) {
    const key = keyOf({ column: where.column, type })
    const group = listed.get(key) ?? { count: 0, actions: new Set() }
    group.count++
    group.actions.add(action)
    listed.set(key, group)
  }
  const groups = looked.groups.map((group): Group => {
    const key = keyOf(group)
    const { count = 0, actions = new Set<Group['action']>() } = listed.get(key) ?? {}
    if (count < group.count) actions.add(byGroup.get(key) ?? group.action)
    const [action = group.action] = actions
    return { ...group, action: actions.size > 1 ? 'mixed' : action }
  })
  // What tells who somebody is only together with more becomes a finding once something is to be done with it.
  const asked = looked.notes.flatMap(({ finding: type, column, count = 0 }): Group[] => {
    const action = type && column !== undefined ? byGroup.get(keyOf({ column, type })) : undefined
    return type && column !== undefined && action ? [{ column, type, count, action }] : []
  })
  const askedKeys = new Set(asked.map(keyOf))
  return {
    ...looked,
    findings,
    groups: [...groups, ...asked],
    notes: looked.notes.filter(
      ({ finding: type, column }) => !type || column === undefined || !askedKeys.has(keyOf({ column, type })),
    ),
    pictureFindings: looked.pictureFindings.map((finding) => {
      if (!finding.where.box) return finding
      if (covered.has(finding.id)) return { ...finding, action: 'cover' }
      return { ...finding, action: finding.action === 'cover' ? 'flag' : finding.action }
    }),
  }
}

/** How much of what was found is lent as it is. */
export const leftIn = ({ findings, groups, pictureFindings }: Looked): number => {
  const kept = (group: Group) =>
    findings.filter(
      ({ type, where, action }) =>
        action === 'keep' && keyOf({ column: where.column, type }) === keyOf(group),
    ).length
  const inRows = groups.reduce(
    (sum, group) =>
      sum + (group.action === 'keep' ? group.count : group.action === 'mixed' ? kept(group) : 0),
    0,
  )
  return inRows + pictureFindings.filter(({ action }) => action === 'keep' || action === 'flag').length
}
