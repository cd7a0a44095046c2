import type { Looked } from './cleaningMessages.ts'

type Right = Looked['rights'][number]

const kinds: Record<Right['kind'], string> = {
  authorship: 'It says who made it',
  copyright: 'It says whose it is',
  license: 'It names a license',
  'all-rights-reserved': 'It says that all rights are reserved',
  'opt-out': 'It says that it must not be used to train AI',
}

/** “It names a license (CC-BY-NC-4.0), in row 3, note: “…”.” */
export const rightInWords = ({ kind, text, spdx, where }: Right): string => {
  const which = spdx ? ` (${spdx.join(' or ')})` : ''
  const place =
    where.column === undefined || where.row === undefined ? '' : `, in row ${where.row}, ${where.column}`
  return `${kinds[kind]}${which}${place}: “${text}”.`
}
