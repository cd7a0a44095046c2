import { describe, expect, it } from 'vitest'
import {
  changeInputs,
  type Input,
  type InputsAction,
  isLendable,
  stateOfInput,
  unknownFiles,
} from './inputs.ts'
import { lookedAt } from './testing/lookedAt.ts'

const file = (name: string) => new File(['x'], name, { lastModified: 1 })
const add = (...names: string[]): InputsAction => ({
  do: 'add',
  files: names.map((name) => ({ id: name, file: file(name), turn: 1 })),
})
const play = (...actions: InputsAction[]) => actions.reduce(changeInputs, [] as readonly Input[])
const states = (inputs: readonly Input[]) => inputs.map(stateOfInput)

describe('the files to lend', () => {
  it('are each read, and ready when nothing was found', () => {
    const read = play(add('a', 'b'), { do: 'looked', id: 'b', turn: 1, looked: lookedAt() })
    expect(states(read)).toEqual(['reading', 'ready'])
  })

  it('are not read to the end by their first rows', () => {
    const head = play(add('a'), { do: 'looked', id: 'a', turn: 1, looked: lookedAt({ head: true }) })
    expect(states(head)).toEqual(['reading'])
    expect(head.some(isLendable)).toBe(false)
  })

  it('need their owner where something was found, until they were opened', () => {
    const found = lookedAt({ findingsTotal: 3 })
    const read = play(
      add('a', 'b'),
      { do: 'looked', id: 'a', turn: 1, looked: found },
      { do: 'looked', id: 'b', turn: 1, looked: found },
    )
    expect(states(read)).toEqual(['looked-at', 'needs-you'])
    expect(states(changeInputs(read, { do: 'open', id: 'b' }))).toEqual(['looked-at', 'looked-at'])
  })

  it('need their owner for what stays unless they say otherwise, and for what others may have a say in', () => {
    const note = { code: 'indirect-identifiers', column: 'seen', count: 2, text: '' } as const
    const stateWith = (looked: Parameters<typeof lookedAt>[0]) =>
      states(play(add('a', 'b'), { do: 'looked', id: 'b', turn: 1, looked: lookedAt(looked) }))[1]
    expect(stateWith({ notes: [{ ...note, finding: 'date' }] })).toBe('needs-you')
    expect(stateWith({ rights: [{ kind: 'opt-out', where: {}, text: 'no' }] })).toBe('needs-you')
    expect(stateWith({ anonymity: { columns: ['age'], wanted: 5, k: 1, below: 3 } })).toBe('needs-you')
    expect(stateWith({ notes: [{ code: 'decimal-comma', text: '' }] })).toBe('ready')
  })

  it('give way to those that were in them, in their place, and before their owner as they were', () => {
    const read = play(add('a.zip', 'b'), {
      do: 'replace',
      ids: ['a.zip'],
      files: [
        { id: '1', file: file('1'), turn: 2 },
        { id: '2', file: file('2'), turn: 3, error: new Error('damaged') },
      ],
    })
    expect(read.map(({ id, opened }) => [id, opened])).toEqual([
      ['1', true],
      ['2', false],
      ['b', false],
    ])
    expect(states(read)).toEqual(['reading', 'failed', 'reading'])
  })

  it('fail each for itself, with nothing to lend as a reason too', () => {
    const read = play(
      add('a', 'b', 'c'),
      { do: 'fail', id: 'a', turn: 1, error: new Error('no') },
      { do: 'looked', id: 'b', turn: 1, looked: lookedAt({ rows: 0 }) },
      { do: 'looked', id: 'c', turn: 1, looked: lookedAt() },
    )
    expect(states(read)).toEqual(['failed', 'failed', 'ready'])
    expect(states(changeInputs(read, { do: 'remove', ids: ['a', 'b'] }))).toEqual(['ready'])
  })

  it('are read again after a choice, and answers to the question before it change nothing', () => {
    const read = play(
      add('a'),
      { do: 'looked', id: 'a', turn: 1, looked: lookedAt() },
      { do: 'choose', id: 'a', choices: { cover: ['f'] } },
      { do: 'ask', id: 'a', turn: 2 },
      { do: 'looked', id: 'a', turn: 1, looked: lookedAt({ rows: 99 }) },
    )
    expect(read[0]).toMatchObject({ choices: { cover: ['f'] }, looked: { rows: 2 } })
    expect(states(read)).toEqual(['reading'])
  })

  it('are there once, however often they are chosen', () => {
    const fresh = unknownFiles(play(add('a')), [file('a'), file('b'), file('b')])
    expect(fresh.map(({ name }) => name)).toEqual(['b'])
  })
})
