import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Takedown } from '@usufruct/sdk/http/routes/takedown'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { formatTime } from '../output/dates.ts'
import type { Style } from '../output/style.ts'
import { facts } from '../output/table.ts'

export const addTakedownList = (takedown: Command, cli: Cli): Command =>
  takedown
    .command('list')
    .description('what was taken down, and what was taken off the list again, latest first')
    .action(async () => {
      const actor = await cli.connectAs()
      const answer = await signedIn(actor, () => actor.node.call('listTakedowns', {}, { signal: cli.signal }))
      cli.print(answer, () =>
        answer.takedowns.length === 0
          ? 'Nothing was taken down.\n'
          : answer.takedowns.map((entry) => show(entry, cli.style)).join('\n'),
      )
    })

const show = (entry: Takedown, style: Style): string => {
  const { id, contribution, rows, reason, addedBy, addedAt, removed, found } = entry
  return facts(
    [
      ['Takedown', String(id)],
      ['Contribution', contribution],
      ['Rows', rows === null ? 'all' : rows.join(', ')],
      ['Reason', reason],
      ['Added', `${formatTime(addedAt)} UTC by ${addedBy}`],
      removed
        ? ['Removed', `${formatTime(removed.at)} UTC by ${removed.by}: ${removed.reason}`]
        : ['Lent now', `rows: ${found.rows}, contributions: ${found.contributions}`],
    ],
    style,
  )
}
