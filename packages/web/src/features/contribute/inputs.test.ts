import { describe, expect, it } from 'vitest'
import type { Looked } from './cleaningMessages.ts'
import {
  changeInputs,
  type Input,
  type InputsAction,
  isLendable,
  stateOfInput,
  unknownFiles,
} from './inputs.ts'

const looked = (change: Partial<Looked> = {}): Looked => ({
  head: false,
  format: 'csv',
  rows: 2,
  bytes: 20,
  contentHash: `0x${'ab'.repeat(32)}`,
  schema: [],
  findings: [],
  findingsTotal: 0,
  invalid: [],
  invalidTotal: 0,
  duplicates: 0,
  notes: [],
  report: { version: '1', hash: '0x', rows: 2, invalid: 0, duplicatesWithin: 0, findings: [] },
  content: new Blob(),
  ...change,
})
const file = (name: string) => new File(['x'], name, { lastModified: 1 })
const add = (...names: string[]): InputsAction => ({
  do: 'add',
  files: names.map((name) => ({ id: name, file: file(name), turn: 1 })),
})
const play = (...actions: InputsAction[]) => actions.reduce(changeInputs, [] as readonly Input[])
const states = (inputs: readonly Input[]) => inputs.map(stateOfInput)

describe('the files to lend', () => {
  it('are each read, and ready when nothing was found', () => {
    const read = play(add('a', 'b'), { do: 'looked', id: 'b', turn: 1, looked: looked() })
    expect(states(read)).toEqual(['reading', 'ready'])
  })

  it('are not read to the end by their first rows', () => {
    const head = play(add('a'), { do: 'looked', id: 'a', turn: 1, looked: looked({ head: true }) })
    expect(states(head)).toEqual(['reading'])
    expect(head.some(isLendable)).toBe(false)
  })

  it('need their owner where something was found, until they were opened', () => {
    const found = looked({ findingsTotal: 3 })
    const read = play(
      add('a', 'b'),
      { do: 'looked', id: 'a', turn: 1, looked: found },
      { do: 'looked', id: 'b', turn: 1, looked: found },
    )
    expect(states(read)).toEqual(['looked-at', 'needs-you'])
    expect(states(changeInputs(read, { do: 'open', id: 'b' }))).toEqual(['looked-at', 'looked-at'])
  })

  it('fail each for itself, with nothing to lend as a reason too', () => {
    const read = play(
      add('a', 'b', 'c'),
      { do: 'fail', id: 'a', turn: 1, error: new Error('no') },
      { do: 'looked', id: 'b', turn: 1, looked: looked({ rows: 0 }) },
      { do: 'looked', id: 'c', turn: 1, looked: looked() },
    )
    expect(states(read)).toEqual(['failed', 'failed', 'ready'])
    expect(states(changeInputs(read, { do: 'remove', ids: ['a', 'b'] }))).toEqual(['ready'])
  })

  it('are read again after a choice, and answers to the question before it change nothing', () => {
    const read = play(
      add('a'),
      { do: 'looked', id: 'a', turn: 1, looked: looked() },
      { do: 'choose', id: 'a', finding: 'f', keep: true },
      { do: 'ask', id: 'a', turn: 2 },
      { do: 'looked', id: 'a', turn: 1, looked: looked({ rows: 99 }) },
    )
    expect(read[0]).toMatchObject({ kept: ['f'], looked: { rows: 2 } })
    expect(states(read)).toEqual(['reading'])
    const undone = changeInputs(read, { do: 'choose', id: 'a', finding: 'f', keep: false })
    expect(undone[0]?.kept).toEqual([])
  })

  it('are there once, however often they are chosen', () => {
    const fresh = unknownFiles(play(add('a')), [file('a'), file('b'), file('b')])
    expect(fresh.map(({ name }) => name)).toEqual(['b'])
  })
})
