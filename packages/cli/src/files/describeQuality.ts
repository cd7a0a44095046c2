import type { CoarseColumn } from '@usufruct/cleaning/generalise/coarseness'
import type { Inspection } from '@usufruct/cleaning/types'
import { plain } from '../io.ts'
import type { Style } from '../output/style.ts'
import { facts } from '../output/table.ts'

const shown = 5

/** What buyers ask of data first, and who may have a say in it. */
export const describeQuality = (inspection: Inspection, style: Style): string => {
  const { quality, rights } = inspection
  const parts = quality ? ['\n', facts(qualityFacts(quality, inspection), style)] : []
  if (rights.length > 0) {
    parts.push(
      '\n',
      ...rights.slice(0, shown).map((right) => `${style.yellow('·')} ${describeRight(right)}\n`),
    )
    if (rights.length > shown) parts.push(style.dim(`and ${rights.length - shown} more\n`))
  }
  return parts.join('')
}

const qualityFacts = (
  { completeness, validity, outliers, labelDoubts, languages }: NonNullable<Inspection['quality']>,
  { anonymity, generalised = [] }: Inspection,
): [string, string][] => {
  const rows: [string, string][] = [
    ['Complete', `${percent(completeness)} of cells hold a value, ${percent(validity)} of records fit`],
  ]
  for (const { column, count, more, rows: where } of outliers.slice(0, shown))
    rows.push(['Far out', `${column}: ${count}${more ? ' or more' : ''}, the farthest in row ${where[0]}`])
  for (const { column, rows: where } of labelDoubts)
    rows.push(['Doubtful', `${column}: the numbers speak against it in rows ${listed(where)}`])
  for (const { column, language } of languages) rows.push(['Language', `${column}: ${language}`])
  for (const { column, to, changed } of generalised)
    rows.push(['Made coarser', `${inWords({ column, to })}: ${changed} values`])
  if (anonymity) rows.push(['Alike in groups', describeAnonymity(anonymity)])
  return rows
}

const describeAnonymity = ({
  columns,
  k,
  wanted,
  below,
  proposal,
}: NonNullable<Inspection['anonymity']>): string => {
  const found = `by ${columns.join(', ')} the smallest has ${rowsOf(k)}`
  if (below === 0) return `${found}, and ${wanted} are wanted`
  const way = proposal?.columns.map(inWords).join(', ') ?? ''
  const stays = proposal?.suppressed ? `, with ${rowsOf(proposal.suppressed)} left at home` : ''
  return `${found}; ${rowsOf(below)} in groups smaller than ${wanted}. --k ${wanted} would make it so${way && `, by ${way}`}${stays}`
}

const rowsOf = (count: number) => `${count} ${count === 1 ? 'row' : 'rows'}`

/** As the option takes it. */
const inWords = ({ column, to }: CoarseColumn) => `${column}=${to}`

const describeRight = ({ kind, where, spdx, text }: Inspection['rights'][number]): string => {
  const at = [where.row === undefined ? '' : `row ${where.row}`, where.column ?? where.tag ?? '']
  const place = at.filter((part) => part !== '').join(', ') || 'the text'
  const what = spdx ? `${kind} ${spdx.join(' or ')}` : kind
  return plain(`${what} in ${place}: ${text}`)
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.9995 && share > 0.99 ? 2 : 1)} %`

const listed = (rows: readonly number[]) =>
  rows.slice(0, 10).join(', ') + (rows.length > 10 ? ` and ${rows.length - 10} more` : '')
