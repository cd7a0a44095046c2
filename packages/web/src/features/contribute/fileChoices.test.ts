import type { Choices, Finding } from '@usufruct/cleaning/types'
import { describe, expect, it } from 'vitest'
import { addFinding, chooseColumn, chooseFinding } from './fileChoices.ts'

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
