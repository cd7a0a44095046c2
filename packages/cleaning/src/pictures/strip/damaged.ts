import { CleaningError } from '../../errors.ts'
import type { PictureFormat } from '../picture.ts'

/** What is wrong with a picture, and at which byte of it. */
export const damaged = (format: PictureFormat, offset: number, problem: string): CleaningError =>
  new CleaningError(
    'PICTURE_DAMAGED',
    `The ${format} picture is damaged at byte ${offset}: ${problem}.`,
    'Open it in a picture program and save it again, or leave it out.',
    { format, offset },
  )

export const refused = (format: PictureFormat, problem: string, hint: string): CleaningError =>
  new CleaningError('PICTURE_REFUSED', `The ${format} picture ${problem}.`, hint, { format })
