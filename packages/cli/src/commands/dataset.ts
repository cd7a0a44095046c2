import { connect } from '@usufruct/sdk/actions/connect'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { plain } from '../io.ts'
import { formatDay, formatTime } from '../output/dates.ts'
import type { Style } from '../output/style.ts'
import { facts, table } from '../output/table.ts'

export const addDataset = (program: Command, cli: Cli): Command =>
  program
    .command('dataset')
    .description('one dataset: columns, offers and versions')
    .argument('<dataset>', 'its short name, such as palmer-penguins')
    .action(async (slug: string) => {
      const { node, dao } = await connect({ url: await cli.nodeUrl() })
      const dataset = await node.call('getDataset', { params: { slug } }, { signal: cli.signal })
      cli.print(dataset, () => show(dataset, dao, cli.style))
    })

const show = (dataset: Dataset, dao: DaoInfo, style: Style): string => {
  const { contributions: lent } = dataset
  const parts = [
    `${style.bold(plain(dataset.name))}  ${style.dim(dataset.slug)}\n`,
    ...(dataset.description ? [`${plain(dataset.description)}\n`] : []),
    '\n',
    facts(
      [
        ['Rows', `${dataset.rows} of ${dataset.members} members`],
        [
          'Lent',
          `${lent.total}: ${lent.accepted} accepted, ${lent.rejected} rejected, ${lent.waiting} waiting, ${lent.withdrawn} taken back`,
        ],
      ],
      style,
    ),
  ]
  if (dataset.columns.length > 0)
    parts.push(
      '\n',
      table(
        [{ title: 'Column' }, { title: 'Type' }, { title: 'Unit' }, { title: 'What' }],
        dataset.columns.map(({ name, type, unit, description }) => [
          name,
          type,
          unit ?? '',
          description ?? '',
        ]),
        style,
      ),
    )
  parts.push(
    '\n',
    table(
      [
        { title: 'Offer', right: true },
        { title: 'Name' },
        { title: 'Month', right: true },
        { title: 'Most months', right: true },
        { title: 'Version', right: true },
        { title: 'Rows', right: true },
        { title: 'Purposes' },
      ],
      dataset.offers.map((offer) => [
        offer.offer,
        offer.closed ? `${offer.name} (closed)` : offer.name,
        formatMoney(BigInt(offer.pricePerMonth), dao.coin),
        String(offer.maxMonths),
        offer.release === 0 ? 'none yet' : String(offer.release),
        String(offer.rows),
        offer.purposes.join(', '),
      ]),
      style,
    ),
  )
  if (dataset.releases.length > 0)
    parts.push(
      '\n',
      table(
        [
          { title: 'Offer', right: true },
          { title: 'Version', right: true },
          { title: 'State' },
          { title: 'Made' },
          { title: 'Good until' },
          { title: 'Rows', right: true },
          { title: 'Members', right: true },
        ],
        dataset.releases.map(({ offer, release, state, at, validUntil, rows, members }) => [
          offer,
          String(release),
          state,
          formatTime(at),
          formatDay(validUntil),
          String(rows),
          String(members),
        ]),
        style,
      ),
    )
  return parts.join('')
}
