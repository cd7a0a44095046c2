import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { formatDay } from '../output/dates.ts'
import { table } from '../output/table.ts'

export const addLicenseList = (license: Command, cli: Cli): Command =>
  license
    .command('list')
    .description('the account’s licenses, or everybody’s: they are public on the chain')
    .option('--all', 'everybody’s')
    .action(async ({ all }: { all?: boolean }) => {
      const actor = await (all ? cli.connect() : cli.connectAs())
      const licensee = actor.account?.address
      const answer = await actor.node.call(
        'listLicenses',
        { query: all || !licensee ? {} : { licensee } },
        { signal: cli.signal },
      )
      cli.print(answer, () =>
        table(
          [
            { title: 'License' },
            { title: 'Dataset' },
            { title: 'Offer' },
            { title: 'Version', right: true },
            { title: 'Licensee' },
            { title: 'Until' },
            { title: 'Paid', right: true },
            { title: 'Notices', right: true },
          ],
          answer.licenses.map((entry) => [
            entry.license,
            entry.dataset,
            `${entry.offer} ${entry.offerName}`,
            String(entry.opensRelease),
            entry.licensee,
            entry.live ? formatDay(entry.end) : `${formatDay(entry.end)} (over)`,
            formatMoney(BigInt(entry.price), actor.dao.coin),
            String(entry.notices),
          ]),
          cli.style,
        ),
      )
    })
