import { expect, test } from 'vitest'
import { languagesOf } from './languages.ts'

test('a person’s languages are those they name, then that of their machine', () => {
  expect(languagesOf(['fr', 'en'], { LANG: 'de_AT.UTF-8' })).toEqual(['fr', 'en'])
  expect(languagesOf(undefined, { LANG: 'de_AT.UTF-8' })).toEqual(['de-AT'])
  expect(languagesOf([], { LC_ALL: 'es', LANG: 'de_AT' })).toEqual(['es'])
})

test('a machine without a language says nothing', () => {
  for (const LANG of ['C', 'C.UTF-8', 'POSIX', '', undefined])
    expect(languagesOf(undefined, { LANG })).toBeUndefined()
})
