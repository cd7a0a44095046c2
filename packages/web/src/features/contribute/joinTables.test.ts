import { describe, expect, it } from 'vitest'
import { changeInputs, type Input } from './inputs.ts'
import { joinable, joinTables } from './joinTables.ts'
import { lookAt } from './lookAt.ts'
import { lookedAt } from './testing/lookedAt.ts'

const keyOf = async (text: string | Uint8Array<ArrayBuffer>) => {
  const { looked } = await lookAt(new File([text], 'a.csv'), {}, {}, false)
  return looked.joinKey
}
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('tables with the same columns', () => {
  it('are told by their header, in the same encoding', async () => {
    const key = await keyOf('name,note\na,1\n')
    expect(key).not.toBeNull()
    expect(await keyOf('\ufeffname,note\r\nb,2\r\n')).toBe(key)
    expect(await keyOf('note,name\na,1\n')).not.toBe(key)
    expect(await keyOf(latin('name,note\n\xe9t\xe9 \xe0 la mer,1\n'))).not.toBe(key)
  })

  it.each([
    ['no names', '1,2\n3,4\n'],
    ['an open quotation mark', '"name\nof it",note\na,1\n'],
    ['a line for Excel before it', 'sep=,\nname,note\na,1\n'],
    ['no table', '{"a":1}\n{"a":2}\n'],
  ])('%s: nothing to join by', async (_, text) => {
    expect(await keyOf(text)).toBeNull()
  })

  it('are one table of all their rows, whatever ends their lines', async () => {
    const files = ['name,note\na,1', '\ufeffname,note\r\nb,"2\n2"\r\n', 'name,note\nc,3\n'].map(
      (text, at) => new File([text], `trip.zip/day-${at}.csv`),
    )
    const joined = await joinTables(files)
    expect(joined.name).toBe('trip.zip/3 files as one.csv')
    const { looked } = await lookAt(joined, {}, {}, false)
    const rows = (await looked.content.text()).trim().split('\n')
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { name: 'a', note: '1' },
      { name: 'b', note: '2\n2' },
      { name: 'c', note: '3' },
    ])
  })

  it('are offered once all of each was read, and not with what failed', () => {
    const add = { do: 'add', files: ['a', 'b', 'c'].map((id) => ({ id, file: new File([], id), turn: 1 })) }
    const looked = (id: string) =>
      ({ do: 'looked', id, turn: 1, looked: lookedAt({ joinKey: 'k', head: false }) }) as const
    const read = [add as Parameters<typeof changeInputs>[1], looked('a'), looked('b')].reduce(
      changeInputs,
      [] as readonly Input[],
    )
    expect(joinable(read).map((group) => group.map(({ id }) => id))).toEqual([['a', 'b']])
    expect(joinable(changeInputs(read, { do: 'fail', id: 'b', turn: 1, error: 'no' }))).toEqual([])
  })
})
