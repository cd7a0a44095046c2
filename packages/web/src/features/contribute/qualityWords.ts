import type { Inspection } from '@usufruct/cleaning/types'
import { formatCount, plural } from '../../ui/words.ts'

type Quality = NonNullable<Inspection['quality']>

/** Never “100 %” of what is not all of it, nor “0 %” of what is not nothing. */
export const shareInWords = (share: number): string => {
  if (share > 0.99 && share < 1) return 'over 99 %'
  if (share > 0 && share < 0.01) return 'under 1 %'
  return `${Math.round(share * 100)} %`
}

const firstRows = (rows: readonly number[]) => {
  const shown = rows.slice(0, 5).map(formatCount).join(', ')
  return rows.length > 5 ? `${shown} …` : shown
}

/** “2 values lie far out: rows 17, 40.” */
export const outliersInWords = ({ count, more, rows }: Quality['outliers'][number]): string =>
  `${plural(count, 'value')}${more ? ' or more' : ''} ${count === 1 && !more ? 'lies' : 'lie'} far out: row${
    rows.length === 1 ? '' : 's'
  } ${firstRows(rows)}`

export const labelDoubtsInWords = ({ column, rows, agreement }: Quality['labelDoubts'][number]): string =>
  `${column}: in ${plural(rows.length, 'row')} the figures beside it speak for another value (row${
    rows.length === 1 ? '' : 's'
  } ${firstRows(rows)}). Elsewhere they agree, in ${shareInWords(agreement)}.`

/** An ISO 639-3 code by its name, where the browser knows it. */
export const languageInWords = (code: string): string => {
  try {
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) ?? code
  } catch {
    return code
  }
}
