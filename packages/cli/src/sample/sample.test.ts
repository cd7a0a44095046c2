import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { scoreRows } from './scoreRows.ts'
import { type Story, story } from './story.ts'

const samples = new URL('../../../../samples/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, samples), 'utf8')
const told: Story = story.parse(JSON.parse(read('story.json')))
const dao = JSON.parse(read('dao.json'))

const rowsOf = (file: string): Record<string, string | number | null>[] => {
  const [head = '', ...lines] = read(file).trimEnd().split('\n')
  const names = head.split(',')
  return lines.map((line) => {
    // No cell of the sample holds a quote inside quotes.
    const cells = [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? '')
    expect(cells.length).toBe(names.length)
    return Object.fromEntries(
      names.map((name, at) => {
        const cell = cells[at] ?? ''
        return [name, cell === '' ? null : /_(mm|g)$/.test(name) ? Number(cell) : cell]
      }),
    )
  })
}

const birdOf = (row: Record<string, unknown>) => [row.study, row.species, row.individual].join('/')

it('tells of accounts, files and offers that exist', () => {
  const accounts = dao.accounts.map(({ name }: { name: string }) => name)
  for (const { account } of [...told.members, ...told.licensees]) expect(accounts).toContain(account)
  for (const { offer } of told.licensees)
    expect(dao.offers.map(({ name }: { name: string }) => name)).toContain(offer)
  expect(told.members.map(({ file }) => file.replace('penguins/', '')).sort()).toEqual(
    readdirSync(new URL('penguins', samples)).sort(),
  )
})

it('has every column in the dataset', () => {
  const columns = dao.datasets[0].columns.map(({ name }: { name: string }) => name)
  for (const { file } of told.members)
    expect(columns).toEqual(expect.arrayContaining(Object.keys(rowsOf(file)[0] ?? {})))
})

it('plants one repeated file and keeps every other bird apart', () => {
  const original = told.members.find(({ account }) => account === 'hana')
  const again = told.members.find(({ account }) => account === 'lena')
  expect(again?.after).toBe('hana')
  expect(read(again?.file ?? '')).toBe(read(original?.file ?? ''))
  const birds = told.members
    .filter(({ account }) => account !== 'lena')
    .flatMap(({ file }) => rowsOf(file))
    .concat(rowsOf('try-it/field-notes.csv'))
    .map(birdOf)
  expect(new Set(birds).size).toBe(birds.length)
  expect(birds.length).toBe(344)
})

it('makes the rule accept every honest file and reject the flipped labels', () => {
  for (const { account, file } of told.members) {
    const { score } = scoreRows(rowsOf(file))
    if (account === 'ivo') expect(score).toBeLessThan(dao.review.acceptAtMedian)
    else expect(score, account).toBe(5)
  }
  expect(scoreRows(rowsOf('try-it/field-notes.csv')).score).toBe(5)
})

it('scores nothing, and what is no penguin, lowest', () => {
  expect(scoreRows([]).score).toBe(1)
  expect(scoreRows([{ species: 'Ostrich' }]).score).toBe(1)
})
