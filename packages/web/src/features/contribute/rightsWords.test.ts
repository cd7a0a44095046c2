import { expect, test } from 'vitest'
import { rightInWords } from './rightsWords.ts'

test('what a picture says about rights is repeated as it says it', () => {
  expect(rightInWords({ kind: 'authorship', where: { row: 1, tag: 'EXIF Artist' }, text: 'Ann' })).toBe(
    'It says who made it: “Ann”.',
  )
})

test('a license is named with the row that names it', () => {
  expect(
    rightInWords({ kind: 'license', where: { row: 3, column: 'note' }, spdx: ['MIT'], text: 'under MIT' }),
  ).toBe('It names a license (MIT), in row 3, note: “under MIT”.')
})
