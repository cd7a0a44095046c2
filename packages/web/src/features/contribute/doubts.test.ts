import { describe, expect, it } from 'vitest'
import { doubtsAbout, openDoubts } from './doubts.ts'

const notice = { kind: 'copyright', where: { row: 3, column: 'note' }, text: '© 2020 Ann Bee' } as const
const file = (name: string, ...rights: (typeof notice)[]) => ({ name, looked: { rights } })
const mine = { origin: 'mine', source: '', madeByAi: null } as const

describe('what was declared beside what was found', () => {
  it('is asked about once for all files, with where it was found', () => {
    const doubts = doubtsAbout(mine, [file('a.csv', notice), file('b.csv'), file('c.csv', notice)])
    expect(doubts).toMatchObject([
      {
        code: 'others-copyright',
        found: [
          'a.csv: It says whose it is, in row 3, note: “© 2020 Ann Bee”.',
          'c.csv: It says whose it is, in row 3, note: “© 2020 Ann Bee”.',
        ],
      },
    ])
    expect(
      openDoubts(
        doubts,
        doubts.map(({ key }) => key),
      ),
    ).toEqual([])
  })

  it('is asked about again when something else is found', () => {
    const [doubt] = doubtsAbout(mine, [file('a.csv', notice)])
    const more = doubtsAbout(mine, [file('a.csv', notice), file('b.csv', notice)])
    expect(openDoubts(more, [doubt?.key ?? ''])).toEqual(more)
  })

  it('is in no doubt before whose it is was said, and asked anew when that changes', () => {
    expect(doubtsAbout({ ...mine, origin: null }, [file('a.csv', notice)])).toEqual([])
    const before = doubtsAbout(mine, [file('a.csv', notice)]).map(({ key }) => key)
    const others = doubtsAbout({ ...mine, origin: 'someone-else' }, [file('a.csv', notice)])
    expect(openDoubts(others, before).map(({ code }) => code)).toEqual(['source-missing'])
    expect(doubtsAbout({ ...mine, origin: 'employer', source: 'the lab' }, [file('a.csv', notice)])).toEqual(
      [],
    )
  })
})
