import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { charter } from './charter.ts'

const sample = new URL('../../../../samples/dao.json', import.meta.url)
const read = () => JSON.parse(readFileSync(sample, 'utf8'))

it('takes the sample, whose texts exist', () => {
  const dao = charter.parse(read())
  for (const text of [dao.texts.charter, dao.texts.agreement, ...dao.offers.map((offer) => offer.text)])
    expect(existsSync(new URL(text, sample)), text).toBe(true)
})

it.each<[string, (dao: ReturnType<typeof read>) => void]>([
  ['add up to 10000', (dao) => dao.split.treasuryBps++],
  ['above what contributors get', (dao) => (dao.split.contributorsFloorBps = 7_001)],
  ['a second account is called amara', (dao) => dao.accounts.push({ ...dao.accounts[0] })],
  ['a second dataset', (dao) => dao.datasets.push(dao.datasets[0])],
  ['no dataset is called whales', (dao) => (dao.offers[0].dataset = 'whales')],
  ['more than 8 offers', (dao) => dao.offers.push(...Array(7).fill(dao.offers[0]))],
  ['a panel of 6', (dao) => (dao.review.panel = 6)],
  ['no account is called nobody', (dao) => (dao.treasury = 'nobody')],
  ['relative path', (dao) => (dao.texts.charter = '/etc/passwd')],
])('refuses a charter: %s', (says, spoil) => {
  const dao = read()
  spoil(dao)
  expect(charter.safeParse(dao).error?.message).toContain(says)
})
