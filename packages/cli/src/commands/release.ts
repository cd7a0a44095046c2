import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { table } from '../output/table.ts'

export const addRelease = (program: Command, cli: Cli): Command =>
  program
    .command('release')
    .description('cut a version of each of a dataset’s offers that has something new (--as the operator)')
    .argument('<dataset>', 'its short name')
    .action(async (slug: string) => {
      const actor = await cli.connectAs()
      const answer = await signedIn(actor, () =>
        actor.node.call('requestRelease', { params: { slug } }, { signal: cli.signal }),
      )
      cli.print(answer, () =>
        answer.releases.length === 0
          ? 'Nothing is new; no version was cut.\n'
          : table(
              [
                { title: 'Offer', right: true },
                { title: 'Version', right: true },
                { title: 'Rows', right: true },
                { title: 'Parts', right: true },
              ],
              answer.releases.map(({ offer, release, rows, parts }) => [
                offer,
                String(release),
                String(rows),
                String(parts),
              ]),
              cli.style,
            ),
      )
    })
