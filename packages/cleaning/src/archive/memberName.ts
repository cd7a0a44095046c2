import { CleaningError } from '../errors.ts'

/**
 * A member's path as it may be shown and used: relative, inside the archive, of ordinary characters. Nothing is
 * written to disk by it, but whoever reads a report may.
 * @throws CleaningError `UNSAFE_PATH`
 */
export const memberName = (written: string): string => {
  const path = written.normalize('NFC')
  const parts = path.split('/')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const odd = /[\x00-\x1f\x7f\\]|^[A-Za-z]:|^\//.test(path) || path === '' || path.length > 1024
  if (odd || parts.includes('..') || parts.includes('.') || parts.slice(0, -1).includes(''))
    throw new CleaningError(
      'UNSAFE_PATH',
      `A file in the archive is called ${JSON.stringify(written.slice(0, 100))}, which leads out of it or hides where it leads.`,
      'Make the archive again from a plain folder.',
      { path: written.slice(0, 200) },
    )
  return path
}

/** What systems leave in archives beside the data. */
export const isLitter = (path: string): boolean =>
  /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i.test(path)
