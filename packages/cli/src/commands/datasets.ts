import { connect } from '@usufruct/sdk/actions/connect'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { table } from '../output/table.ts'

export const addDatasets = (program: Command, cli: Cli): Command =>
  program
    .command('datasets')
    .description('all datasets, what is in them and what they can be licensed for')
    .action(async () => {
      const { node } = await connect({ url: await cli.nodeUrl() })
      const answer = await node.call('listDatasets', {}, { signal: cli.signal })
      cli.print(answer, () =>
        table(
          [
            { title: 'Dataset' },
            { title: 'Name' },
            { title: 'Rows', right: true },
            { title: 'Members', right: true },
            { title: 'Offers', right: true },
            { title: 'Versions', right: true },
          ],
          answer.datasets.map(({ slug, name, rows, members, offers, releases }) => [
            slug,
            name,
            String(rows),
            String(members),
            String(offers.filter(({ closed }) => !closed).length),
            String(releases.filter(({ state }) => state === 'active').length),
          ]),
          cli.style,
        ),
      )
    })
