import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { type ReportFact, reportFacts } from '@usufruct/sdk/review/reportFacts'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { formatTime } from '../output/dates.ts'
import type { Style } from '../output/style.ts'
import { facts, table } from '../output/table.ts'

const shown = 10

export const addReviewNext = (review: Command, cli: Cli): Command =>
  review
    .command('next')
    .description('what waits for the account’s score (--as a reviewer)')
    .action(async () => {
      const actor = await cli.connectAs()
      const answer = await signedIn(actor, () => actor.node.call('nextReview', {}, { signal: cli.signal }))
      cli.print(answer, () =>
        answer.task ? show(answer.task, answer.waiting, cli.style) : 'Nothing waits for you.\n',
      )
    })

const show = (task: ReviewTask, waiting: number, style: Style): string => {
  const { report, provenance, columns } = task
  return [
    facts(
      [
        ['Contribution', task.contribution],
        ['Dataset', task.dataset],
        ['Phase', `${task.phase}, until ${formatTime(task.until)} UTC`],
        ['Rows', `${task.rowsTotal}, of which ${report.newRows} nobody lent before`],
        [
          'Nearly the same',
          `${report.nearRows} of the new ones as lent by someone, ${report.nearWithin} as another row here`,
        ],
        [
          'Set aside',
          `${report.invalid} did not fit, ${report.duplicatesWithin} repeated another, ${report.takenDown} were taken down`,
        ],
        [
          'Personal data',
          report.findings.map(({ type, action, count }) => `${count} ${type} (${action})`).join(', ') ||
            'none found',
        ],
        [
          'Left in',
          task.recomputed ? `${task.recomputed.kept} findings, as the node counts` : 'not counted yet',
        ],
        [
          'Declared',
          `origin ${provenance.origin}; others in it: ${provenance.othersInIt}; made by AI: ${provenance.madeByAi}${provenance.source ? `; source: ${provenance.source}` : ''}`,
        ],
        ['Waiting', String(waiting)],
      ],
      style,
    ),
    ...describeFacts(reportFacts(task), style),
    '\n',
    table(
      [
        { title: 'Row', right: true },
        ...columns.map(({ name, type }) => ({ title: name, right: type === 'number' || type === 'integer' })),
      ],
      task.rows
        .slice(0, shown)
        .map((row, at) => [String(task.places[at]), ...columns.map(({ name }) => cell(row[name]))]),
      style,
    ),
    task.phase === 'commit'
      ? 'Score it: usufruct review score N, from 1 unusable to 5 excellent.\n'
      : 'Show your score: usufruct review score.\n',
  ].join('')
}

const headings: Record<ReportFact['by'], string> = {
  node: 'The node looked at what came, and found:',
  device: 'The member’s device looked at the file, and says:',
}

const describeFacts = (found: readonly ReportFact[], style: Style): string[] =>
  (['node', 'device'] as const).flatMap((who) => {
    const theirs = found.filter(({ by }) => by === who)
    if (theirs.length === 0) return []
    const entries = theirs.map(({ label, says }): [string, string] => [label, says])
    return [`\n${headings[who]}\n`, facts(entries, style)]
  })

const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? '–' : String(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
