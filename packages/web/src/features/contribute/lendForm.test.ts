import { describe, expect, it } from 'vitest'
import { emptyForm, missingFrom, provenanceOf } from './lendForm.ts'

const empty = emptyForm('2029-11-22')
const answered = { ...empty, origin: 'mine', othersInIt: 'no', special: [], madeByAi: 'none' } as const
const around = {
  hasFile: true,
  reading: 0,
  unseen: [],
  hasPermission: false,
  canRead: true,
  takesSpecial: false,
  doubts: 0,
  dayProblem: false,
}
const complete = { ...answered, special: [], purposes: ['ai.eval' as const] }

describe('the lend form', () => {
  it('starts with no purpose ticked and nothing declared', () => {
    expect(empty.purposes).toEqual([])
    expect(provenanceOf(empty)).toBeNull()
  })

  it('names everything that is still missing', () => {
    expect(missingFrom(empty, { ...around, hasFile: false, canRead: false, dayProblem: true })).toEqual([
      'choose a file',
      'say in which language you read the agreement',
      'allow at least one use',
      'choose the last day',
      'say whose data it is',
      'say whether anyone else is in it',
      'say whether it is about health or the like',
      'say whether AI made any of it',
    ])
    expect(missingFrom(complete, around)).toEqual([])
  })

  it('waits for what is being read, and for its owner to look at what was found', () => {
    const rest = { ...around, hasFile: false, reading: 1, unseen: ['a.csv', 'b.csv'] }
    expect(missingFrom(complete, rest)).toEqual([
      'wait until all is read',
      'look at what was found in a.csv and b.csv',
    ])
  })

  it('asks for neither language, purpose nor day where a permission stands', () => {
    const standing = { ...around, hasPermission: true, canRead: false, dayProblem: true }
    expect(missingFrom({ ...complete, purposes: [] }, standing)).toEqual([])
  })

  it('takes “none of these” for an answer, and no special category where the charter does not', () => {
    expect(provenanceOf({ ...complete, special: null })).toBeNull()
    expect(provenanceOf(complete)?.specialCategories).toEqual([])
    const health = { ...complete, special: ['health' as const] }
    expect(missingFrom(health, around)).toEqual(['take out what this co-op does not take'])
    expect(missingFrom(health, { ...around, takesSpecial: true })).toEqual([])
  })
})
