import { connect } from '@usufruct/sdk/actions/connect'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { formatDay } from '../output/dates.ts'
import { describeStability } from '../output/describeStability.ts'
import { facts } from '../output/table.ts'
import { parseId, parseMonths } from './parseNumbers.ts'

export const addLicenseQuote = (license: Command, cli: Cli): Command =>
  license
    .command('quote')
    .description('what an offer costs for some months, what one gets, and how long it is likely to last')
    .argument('<offer>', 'offer id', parseId('offer'))
    .requiredOption('--months <n>', 'term in months of 30 days', parseMonths)
    .action(async (offer: string, { months }: { months: number }) => {
      const { node, dao } = await connect({ url: await cli.nodeUrl() })
      const asked = { params: { offer }, query: { months } }
      const [quote, stability] = await Promise.all([
        node.call('quoteLicense', asked, { signal: cli.signal }),
        node.call('getStability', asked, { signal: cli.signal }),
      ])
      const money = (value: string) => formatMoney(BigInt(value), dao.coin)
      cli.print({ ...quote, stability }, () =>
        [
          facts(
            [
              ['Offer', `${quote.offer}, version ${quote.release}`],
              ['Price', `${money(quote.price)} for ${months} months, until ${formatDay(quote.end)}`],
              ['Data', `${quote.rows} rows of ${quote.members} members`],
              ['Purposes', quote.purposes.join(', ')],
              ['To members', money(quote.split.contributors)],
              ['To reviewers', money(quote.split.reviewers)],
              ['To the DAO', money(quote.split.treasury)],
            ],
            cli.style,
          ),
          describeStability(stability, cli.style),
        ].join(''),
      )
    })
