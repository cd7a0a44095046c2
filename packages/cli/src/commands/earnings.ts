import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { facts, table } from '../output/table.ts'

export const addEarnings = (program: Command, cli: Cli): Command =>
  program
    .command('earnings')
    .description('what the account earned, and what it can take (--as NAME)')
    .action(async () => {
      const actor = await cli.connectAs()
      const earnings = await signedIn(actor, () =>
        actor.node.call('getMyEarnings', {}, { signal: cli.signal }),
      )
      const money = (value: string) => formatMoney(BigInt(value), actor.dao.coin)
      cli.print(earnings, () =>
        [
          facts(
            [
              ['To take', money(earnings.claimable)],
              ['Taken', money(earnings.claimed)],
              ['For reviewing and the like', money(earnings.credit)],
            ],
            cli.style,
          ),
          ...(earnings.positions.length === 0
            ? []
            : [
                '\n',
                table(
                  [
                    { title: 'Offer' },
                    { title: 'Dataset' },
                    { title: 'Share', right: true },
                    { title: 'To take', right: true },
                    { title: 'Taken', right: true },
                    { title: '' },
                  ],
                  earnings.positions.map((position) => [
                    `${position.offer} ${position.offerName}`,
                    position.dataset,
                    `${(position.share * 100).toFixed(2)} %`,
                    money(position.claimable),
                    money(position.claimed),
                    position.frozen ? 'stopped' : '',
                  ]),
                  cli.style,
                ),
              ]),
        ].join(''),
      )
    })
