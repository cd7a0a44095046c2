import type { PictureFinding } from '@usufruct/cleaning/types'
import { expect, test } from 'vitest'
import { strippedInWords } from './pictureWords.ts'

const finding = (part: Partial<PictureFinding>): PictureFinding => ({
  id: 'r1:metadata:0',
  type: 'metadata',
  where: { row: 1 },
  action: 'strip',
  excerpt: '',
  ...part,
})

test('what was taken off a picture is said in words that need no camera manual', () => {
  expect(
    strippedInWords([
      finding({ type: 'gps', excerpt: 'GPS position' }),
      finding({ where: { row: 1, tags: ['Make', 'DateTimeOriginal'] }, excerpt: 'EXIF, 900 bytes' }),
      finding({ excerpt: 'comment, 12 bytes' }),
      finding({ excerpt: 'comment, 14 bytes' }),
      finding({ type: 'face', action: 'flag', excerpt: '20 × 30 pixels' }),
    ]),
  ).toBe('Taken off it: where it was taken, which camera took it and comment.')
  expect(strippedInWords([finding({ type: 'face', action: 'flag' })])).toBe('')
})
