import { expect, it } from 'vitest'
import { waitUntil } from './waitUntil.ts'

const common = { what: 'The tide did not come', signal: undefined }

it('gives the first answer there is', async () => {
  let asked = 0
  const answer = await waitUntil(async () => (asked++ === 0 ? undefined : 'in'), { ...common, seconds: 60 })
  expect([answer, asked]).toEqual(['in', 2])
})

it('says what did not come, and what was seen last', async () => {
  const waiting = waitUntil(async () => undefined, { ...common, seconds: 0, seen: () => 'low water' })
  await expect(waiting).rejects.toMatchObject({
    code: 'STORY_STUCK',
    message: 'The tide did not come within 0 seconds.',
    details: { seen: 'low water' },
  })
})

it('ends when it is told to', async () => {
  const stop = new AbortController()
  stop.abort(new Error('enough'))
  await expect(
    waitUntil(async () => undefined, { ...common, seconds: 60, signal: stop.signal }),
  ).rejects.toThrow('enough')
})
