import type { ReportDetails, RightsTally } from '../http/routes/reportDetails.ts'
import type { ReviewTask } from '../http/routes/review.ts'

/** One line for a reviewer, and whose word it is: the node's, which looked for itself, or the member's device's. */
export type ReportFact = { label: string; says: string; by: 'node' | 'device' }

/** Of one kind, told one by one. */
const told = 5

type By = ReportFact['by']
type Quality = NonNullable<ReportDetails['quality']>

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

const some = <T>(list: readonly T[], say: (one: T) => string): string[] => [
  ...list.slice(0, told).map(say),
  ...(list.length > told ? [`and ${list.length - told} more`] : []),
]

const listed = (rows: readonly number[]) => some(rows, String).join(', ')

const qualityFacts = ({ completeness, outliers, labelDoubts, languages }: Quality, by: By): ReportFact[] => [
  { label: 'Complete', says: `${percent(completeness)} of the cells hold a value`, by },
  ...some(
    outliers,
    ({ column, count, more, rows }) =>
      `${column}: ${plural(count, 'value')}${more ? ' or more' : ''}, the farthest in row ${rows[0] ?? '?'}`,
  ).map((says) => ({ label: 'Far out', says, by })),
  ...some(
    labelDoubts.filter(({ rows }) => rows.length > 0),
    ({ column, rows }) => `${column}: other columns speak against it in rows ${listed(rows)}`,
  ).map((says) => ({ label: 'Doubtful', says, by })),
  ...(languages.length > 0
    ? [
        {
          label: 'Language',
          says: some(languages, ({ column, language }) => `${column}: ${language}`).join(', '),
          by,
        },
      ]
    : []),
]

const anonymityFacts = ({ anonymity }: ReportDetails, by: By): ReportFact[] => {
  if (!anonymity) return []
  const { columns, k, below, wanted } = anonymity
  const few = below === 0 ? '' : `, and ${plural(below, 'row')} in groups smaller than ${wanted}`
  const says = `by ${some(columns, String).join(', ')} the smallest group has ${plural(k, 'row')}${few}`
  return [{ label: 'Alike in groups', says, by }]
}

const rightsFacts = (rights: readonly RightsTally[], by: By): ReportFact[] =>
  rights.length === 0
    ? []
    : [
        {
          label: 'Notices',
          says: some(rights, ({ kind, spdx, count }) =>
            [kind.replaceAll('-', ' '), ...(spdx ? [spdx.join(' or ')] : []), `(${count})`].join(' '),
          ).join(', '),
          by,
        },
      ]

const mappingFacts = (mapping: ReportDetails['mapping']): ReportFact[] =>
  some(mapping, ({ from, to, unit, values, by }) =>
    [
      `${to} from “${from}”`,
      ...(unit ? [`${unit.from} to ${unit.to}`] : []),
      ...(values === undefined ? [] : [`${plural(values, 'value')} renamed`]),
      by === 'choice' ? 'as its member chose' : 'by its name',
    ].join(', '),
  ).map((says) => ({ label: 'Column', says, by: 'device' }))

/**
 * What cleaning found, in words for whoever scores it: what the node found by itself, then what only the member's device
 * can know, since the file as it was never left it.
 */
export const reportFacts = ({
  report: { details },
  recomputed,
  doubts,
}: Pick<ReviewTask, 'report' | 'recomputed' | 'doubts'>): ReportFact[] => {
  const here = recomputed?.details
  const [seen, by] = here ? [here, 'node' as const] : [details, 'device' as const]
  const beside = details?.rights.filter(
    (one) => !here?.rights.some(({ kind, spdx }) => kind === one.kind && `${spdx}` === `${one.spdx}`),
  )
  return [
    ...doubts.map(({ text }) => ({ label: 'To clear up', says: text, by: 'node' as const })),
    ...(seen?.quality ? qualityFacts(seen.quality, by) : []),
    ...(seen ? anonymityFacts(seen, by) : []),
    ...(here ? rightsFacts(here.rights, 'node') : []),
    ...rightsFacts(beside ?? [], 'device'),
    ...(details?.quality
      ? [
          {
            label: 'Fit',
            says: `${percent(details.quality.validity)} of the records in the file`,
            by: 'device' as const,
          },
        ]
      : []),
    ...mappingFacts(details?.mapping ?? []),
  ]
}
