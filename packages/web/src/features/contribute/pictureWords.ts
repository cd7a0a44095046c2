import type { PictureFinding } from '@usufruct/cleaning/types'
import { listOf } from '../../ui/words.ts'

const inWords = ({ type, where, excerpt }: PictureFinding): string => {
  if (type === 'gps') return 'where it was taken'
  const tags = where.tags ?? []
  if (tags.some((tag) => tag.includes('Serial') || tag === 'Make' || tag === 'Model'))
    return 'which camera took it'
  if (tags.some((tag) => tag.startsWith('DateTime'))) return 'when it was taken'
  return excerpt.replace(/, \d+ bytes$/, '')
}

/** “Taken off it: where it was taken, which camera took it and comment.” Empty when there was nothing. */
export const strippedInWords = (findings: readonly PictureFinding[]): string => {
  const words = new Set(findings.filter(({ action }) => action === 'strip').map(inWords))
  return words.size === 0 ? '' : `Taken off it: ${listOf([...words])}.`
}
