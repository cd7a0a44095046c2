import { UsufructError } from '@usufruct/sdk/domain/errors'

const ways: Record<string, { code: string; message: string; hint: string }> = {
  ENOSPC: {
    code: 'DISK_FULL',
    message: 'The disk is full.',
    hint: 'Free some space and try again; nothing was lost.',
  },
  EDQUOT: {
    code: 'DISK_FULL',
    message: 'Your disk quota is used up.',
    hint: 'Free some space and try again; nothing was lost.',
  },
  EROFS: {
    code: 'DISK_READ_ONLY',
    message: 'The disk is read-only.',
    hint: 'Choose another folder with --home.',
  },
  EACCES: {
    code: 'DISK_FORBIDDEN',
    message: 'This user may not write there.',
    hint: 'Choose another folder with --home, or change its owner.',
  },
}

/** A typed error for what a disk can answer; anything else is passed through. */
export const asDiskError = (error: unknown, folder: string): unknown => {
  const way = ways[(error as NodeJS.ErrnoException | undefined)?.code ?? '']
  return way ? new UsufructError({ ...way, kind: 'limit', details: { folder }, cause: error }) : error
}
