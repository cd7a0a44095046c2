import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './startStack.ts'

export type Bird = Record<string, string | number | null>

/** What was planted, as this file knows it and not as the detectors find it. */
const planted: readonly [text: string, replacement: string][] = [
  ['kim.berg@example.org', '[email]'],
  ['+44 20 7946 0958', '[phone]'],
  ['+44 20 7946 0123', '[phone]'],
  ['4111 1111 1111 1111', '[card]'],
  ['Call Kim on', 'Call [person] on'],
  ['ring Ola on', 'ring [person] on'],
]

const readCsv = (path: string): Record<string, string>[] => {
  const [head = '', ...lines] = readFileSync(join(root, 'samples', path), 'utf8')
    .trimEnd()
    .split('\n')
  const names = head.split(',')
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? '')
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

/** A sample file's birds, as a licensee should see them. Written apart from the cleaning, to be held against it. */
export const birdsOf = (path: string): Bird[] =>
  readCsv(path).map((row) => {
    const bird: Bird = { notes: null }
    for (const [name, cell] of Object.entries(row)) {
      const text = planted.reduce((so, [from, to]) => so.replaceAll(from, to), cell)
      bird[name] = text === '' ? null : /_(mm|g)$/.test(name) ? Number(text) : text
    }
    return bird
  })

type Told = { members: { account: string; file: string; purposes: string[] }[] }

export const told: Told = JSON.parse(readFileSync(join(root, 'samples/story.json'), 'utf8'))

/** Whose rows a release of an offer holds after the sample: not the repeated file's, not the flipped one's. */
export const membersIn = (purposes: readonly string[]): string[] =>
  told.members
    .filter(({ account }) => account !== 'lena' && account !== 'ivo')
    .filter((member) => purposes.every((purpose) => member.purposes.includes(purpose)))
    .map(({ account }) => account)

export const expectedRows = (accounts: readonly string[]): Bird[] =>
  told.members.filter(({ account }) => accounts.includes(account)).flatMap(({ file }) => birdsOf(file))

const columnsOfOurs = new Set(['record_id', 'contributor', 'grant'])

/** One line a bird, sorted: two sets of rows are the same if these are. */
export const asLines = (rows: readonly Record<string, unknown>[]): string[] =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([name]) => !columnsOfOurs.has(name))
          // Parquet readers give dates and large integers as objects of their own.
          .map(([name, value]) => [
            name,
            value instanceof Date
              ? value.toISOString().slice(0, 10)
              : typeof value === 'bigint'
                ? Number(value)
                : (value ?? null),
          ])
          .sort(([a], [b]) => String(a).localeCompare(String(b))),
      ),
    )
    .sort()
