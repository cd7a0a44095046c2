import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { plain } from '../io.ts'
import { formatDay, formatTime } from '../output/dates.ts'
import { facts } from '../output/table.ts'
import { parseId } from './parseNumbers.ts'

export const addLicenseShow = (license: Command, cli: Cli): Command =>
  license
    .command('show')
    .description('one license; its notices too, when it is yours (--as NAME)')
    .argument('<license>', 'license id', parseId('license'))
    .action(async (id: string) => {
      const actor = await cli.connect()
      const found = await actor.node.call('getLicense', { params: { license: id } }, { signal: cli.signal })
      const isOwn = found.licensee === actor.account?.address.toLowerCase()
      const { notices } = isOwn
        ? await signedIn(actor, () => actor.node.call('listNotices', { params: { license: id } }))
        : { notices: [] }
      const value = isOwn ? { ...found, noticesTold: notices } : found
      cli.print(value, () =>
        [
          facts(
            [
              ['License', found.license],
              [
                'Data',
                `${found.dataset}, offer ${found.offer} ${found.offerName}, version ${found.opensRelease}`,
              ],
              ['Licensee', found.licensee],
              ['Purposes', found.purposes.join(', ')],
              [
                'Term',
                `${formatTime(found.start)} to ${formatTime(found.end)} UTC${found.live ? '' : ' (over)'}`,
              ],
              ['Paid', formatMoney(BigInt(found.price), actor.dao.coin)],
              ['Notices', String(found.notices)],
            ],
            cli.style,
          ),
          ...notices.map(
            ({ text, at, deleteBy }) =>
              `${cli.style.yellow(`\n${formatTime(at)}, delete by ${formatDay(deleteBy)}`)}\n${plain(text)}\n`,
          ),
        ].join(''),
      )
    })
