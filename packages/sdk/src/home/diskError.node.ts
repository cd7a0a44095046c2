import { UsufructError } from '../domain/errors.ts'

const readings: Record<string, { code: string; message: string; hint: string }> = {
  ENOSPC: {
    code: 'DISK_FULL',
    message: 'The disk is full',
    hint: 'Free some space and try again; nothing half-written was left behind.',
  },
  EDQUOT: {
    code: 'DISK_FULL',
    message: 'Your disk quota is used up',
    hint: 'Free some space and try again; nothing half-written was left behind.',
  },
  EROFS: { code: 'DISK_READ_ONLY', message: 'The disk is read-only', hint: 'Choose another folder.' },
  EACCES: {
    code: 'DISK_FORBIDDEN',
    message: 'This user may not read or write there',
    hint: 'Choose another folder, or change its owner.',
  },
  EPERM: {
    code: 'DISK_FORBIDDEN',
    message: 'This user may not read or write there',
    hint: 'Choose another folder, or change its owner.',
  },
  ENOTDIR: {
    code: 'NOT_A_FOLDER',
    message: 'A file stands where a folder is needed',
    hint: 'Choose another folder.',
  },
}

export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined

/** What a disk can answer, as an error with a way out; anything else as it was. */
export const asDiskError = (error: unknown, path: string): unknown => {
  const reading = readings[errnoOf(error) ?? '']
  if (!reading) return error
  return new UsufructError({
    ...reading,
    kind: 'limit',
    message: `${reading.message}: ${path}`,
    details: { path },
    cause: error,
  })
}
