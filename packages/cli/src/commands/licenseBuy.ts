import { buyLicense } from '@usufruct/sdk/actions/license/buyLicense'
import { mintPracticeMoney } from '@usufruct/sdk/actions/practice/mintPracticeMoney'
import { formatMoney, parseMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { formatDay } from '../output/dates.ts'
import { facts } from '../output/table.ts'
import { parseId, parseMonths } from './parseNumbers.ts'

type Options = { months: number; maxPrice?: string; practiceMoney?: boolean }

export const addLicenseBuy = (license: Command, cli: Cli): Command =>
  license
    .command('buy')
    .description('buy a license of an offer’s current version (--as the licensee)')
    .argument('<offer>', 'offer id', parseId('offer'))
    .requiredOption('--months <n>', 'term in months of 30 days', parseMonths)
    .option('--max-price <amount>', 'pay no more than this, such as 120.50')
    .option('--practice-money', 'have the price made first (practice DAOs only)')
    .action(async (offer: string, { months, maxPrice, practiceMoney }: Options) => {
      const actor = await cli.connectAs()
      const { coin } = actor.dao
      const most = maxPrice === undefined ? undefined : parseMoney(maxPrice, coin)
      if (practiceMoney) {
        const { price } = await actor.node.call('quoteLicense', { params: { offer }, query: { months } })
        await mintPracticeMoney(actor, BigInt(price))
      }
      const bought = await buyLicense(actor, { offer, months, maxPrice: most })
      cli.print(bought, () =>
        facts(
          [
            ['License', bought.license],
            ['Version', `${bought.release} of offer ${bought.offer}`],
            ['Until', formatDay(bought.end)],
            ['Paid', formatMoney(bought.price, coin)],
            ['To members', formatMoney(bought.split.contributors, coin)],
            ['To reviewers', formatMoney(bought.split.reviewers, coin)],
            ['To the DAO', formatMoney(bought.split.treasury, coin)],
            ['Now', `usufruct download ${bought.license} --out DIR`],
          ],
          cli.style,
        ),
      )
    })
