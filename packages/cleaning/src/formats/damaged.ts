import { CleaningError } from '../errors.ts'
import type { FormatName } from '../types.ts'

/** A file whose bytes contradict themselves, and the place where they do. */
export const damaged = (format: FormatName | 'zip' | 'gzip' | 'tar', problem: string, place: object = {}) =>
  new CleaningError(
    'DAMAGED_FILE',
    `The ${format} file is damaged: ${problem}.`,
    'Export the data again; if it opens elsewhere, please report it.',
    { format, ...place },
  )
