import { type ErrorKind, UsufructError } from '@usufruct/sdk/domain/errors'
import { expect, it } from 'vitest'
import { exitCodeOf } from './exitCodes.ts'

// As promised in ARCHITECTURE §7; scripts depend on it.
it.each([
  ['usage', 2],
  ['unauthenticated', 3],
  ['permission', 3],
  ['notFound', 4],
  ['input', 5],
  ['conflict', 5],
  ['limit', 5],
  ['unreachable', 6],
  ['internal', 1],
] satisfies [ErrorKind, number][])('%s exits %i, wrapped or not', (kind, code) => {
  const error = new UsufructError({ code: 'X', message: 'x', kind })
  expect(exitCodeOf(error)).toBe(code)
  expect(exitCodeOf(new Error('wrapped', { cause: error }))).toBe(code)
})

it('anything else exits 1', () => {
  expect(exitCodeOf(new TypeError('x'))).toBe(1)
  expect(exitCodeOf('x')).toBe(1)
})
