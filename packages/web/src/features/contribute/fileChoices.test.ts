import type { Choices, Finding } from '@usufruct/cleaning/types'
import { describe, expect, it } from 'vitest'
import { addFinding, chooseColumn, chooseCover, chooseFinding, leftIn, withChoices } from './fileChoices.ts'
import { lookedAt } from './testing/lookedAt.ts'

const found = (id: string, start: number, end: number): Finding => ({
  id,
  type: 'person',
  where: { row: 1, column: 'notes', start, end },
  action: 'redact',
  excerpt: '…',
})
const place = { column: 'notes', type: 'person' } as const

describe('choices about a file', () => {
  it('the last action for a finding counts', () => {
    const choices = chooseFinding(chooseFinding({}, 'a', 'keep'), 'a', 'pseudonymise')
    expect(choices.actions).toEqual([{ id: 'a', action: 'pseudonymise' }])
  })

  it('one action for a column replaces those of its findings, and no others', () => {
    const before = chooseFinding(chooseFinding({}, 'a', 'keep'), 'other', 'keep')
    const choices = chooseColumn(before, [found('a', 0, 3)], place, 'redact')
    expect(choices.actions).toEqual([{ id: 'other', action: 'keep' }])
    expect(chooseColumn(choices, [], place, 'keep').actionsIn).toEqual([{ ...place, action: 'keep' }])
  })

  it('what is marked takes the place of what was found or marked there', () => {
    const before: Choices = addFinding(chooseFinding({}, 'a', 'keep'), [], {
      row: 1,
      column: 'notes',
      start: 8,
      end: 12,
      type: 'person',
    })
    const marked = { row: 1, column: 'notes', start: 2, end: 9, type: 'address' } as const
    const choices = addFinding(before, [found('a', 0, 3), found('b', 20, 24)], marked)
    expect(choices.actions).toEqual([])
    expect(choices.add).toEqual([marked])
  })
})

describe('what is seen of a file before it was read again', () => {
  const people = { column: 'notes', type: 'person' } as const
  const looked = lookedAt({
    findings: [found('a', 0, 3), found('b', 5, 8)],
    findingsTotal: 2,
    groups: [{ ...people, count: 2, action: 'redact' }],
  })

  it('says for each finding and for all of them what was chosen last', () => {
    const one = withChoices(looked, chooseFinding({}, 'a', 'keep'))
    expect(one.findings.map(({ action }) => action)).toEqual(['keep', 'redact'])
    expect([one.groups[0]?.action, leftIn(one)]).toEqual(['mixed', 1])
    const all = withChoices(one, chooseColumn({}, one.findings, people, 'keep'))
    expect([all.groups[0]?.action, leftIn(all)]).toEqual(['keep', 2])
  })

  it('says nothing of more findings than are listed that was not chosen for all of them', () => {
    const many = { ...looked, findingsTotal: 9, groups: [{ ...people, count: 9, action: 'redact' as const }] }
    const both = chooseFinding(chooseFinding({}, 'a', 'keep'), 'b', 'keep')
    expect(withChoices(many, both).groups[0]?.action).toBe('mixed')
    const all = withChoices(many, chooseColumn(both, many.findings, people, 'keep'))
    expect([all.groups[0]?.action, leftIn(all)]).toEqual(['keep', 9])
  })

  it('counts what is only noted as found once something is to be done with it', () => {
    const dates = { column: 'seen', type: 'date' } as const
    const note = { code: 'indirect-identifiers' as const, column: 'seen', count: 4, finding: 'date' as const }
    const noted = lookedAt({ notes: [{ ...note, text: '' }] })
    const chosen = withChoices(noted, chooseColumn({}, [], dates, 'generalise'))
    expect(chosen.groups).toEqual([{ ...dates, count: 4, action: 'generalise' }])
    expect(chosen.notes).toEqual([])
  })

  it('covers a face, and uncovers it', () => {
    const face = { id: 'f', type: 'face', where: { row: 1, box: [0, 0, 9, 9] }, excerpt: '' } as const
    const plain = lookedAt({ pictureFindings: [{ ...face, action: 'flag' }] })
    const covered = withChoices(plain, chooseCover({}, 'f', true))
    expect([covered.pictureFindings[0]?.action, leftIn(covered)]).toEqual(['cover', 0])
    const uncovered = withChoices(covered, chooseCover({ cover: ['f'] }, 'f', false))
    expect([uncovered.pictureFindings[0]?.action, leftIn(uncovered)]).toEqual(['flag', 1])
  })
})
