import { expect, it } from 'vitest'
import { createNearIndex } from '../duplicates/near/nearIndex.ts'
import { nearDuplicatesInBulk } from './nearDuplicatesInBulk.ts'

const documents = Array.from({ length: 600 }, (_, i) =>
  i % 50 === 7
    ? ''
    : Array.from({ length: 40 }, (_, word) => `w${((i % 120) * 40 + word) % 997}`)
        .concat(i % 3 === 0 ? ['odd'] : [])
        .join(' '),
)
function* batches(size: number) {
  for (let at = 0; at < documents.length; at += size) yield documents.slice(at, at + size)
}

it('says the same as one thread, whatever the number of threads and the size of batches', async () => {
  const index = createNearIndex()
  const expected = documents.map((document) => index.add(document))
  expect(expected.flat().length).toBeGreaterThan(400)
  for (const [workers, size] of [
    [1, 600],
    [2, 37],
    [3, 1],
  ] as const) {
    const found = []
    for await (const matches of nearDuplicatesInBulk(batches(size), { workers })) found.push(...matches)
    expect(found).toEqual(expected)
  }
}, 120_000)

it('ends its threads when nobody asks for more', async () => {
  const found = nearDuplicatesInBulk(batches(10), { workers: 2 })
  expect((await found.next()).value).toHaveLength(10)
  await found.return(undefined)
  expect(await found.next()).toEqual({ done: true, value: undefined })
}, 120_000)
