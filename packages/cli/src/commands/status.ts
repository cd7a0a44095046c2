import { absoluteUrl, connect } from '@usufruct/sdk/actions/connect'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { formatMoney } from '@usufruct/sdk/domain/money'
import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { plain } from '../io.ts'
import { formatTime } from '../output/dates.ts'
import { facts, table } from '../output/table.ts'

export const addStatus = (program: Command, cli: Cli): Command =>
  program
    .command('status')
    .description('what is running, and how far the data is')
    .action(async () => {
      const { node, dao, fetch } = await connect({ url: await cli.nodeUrl() })
      const [overview, keepers] = await Promise.all([
        node.call('getOverview', {}, { signal: cli.signal }),
        Promise.all(
          dao.keepers.map(async ({ index, url }) => {
            try {
              const client = createKeeperClient(absoluteUrl(node.url, url), { fetch })
              const { headAge, problem, shares } = await client.call('getStatus', {})
              return { index, up: problem === null, problem, headAge, shares }
            } catch (error) {
              const problem = findUsufructError(error)?.message ?? String(error)
              return { index, up: false, problem, headAge: null, shares: null }
            }
          }),
        ),
      ])
      const { stages, head, money, story, acts } = overview
      const { name, practice, banner, version, deployment } = dao
      cli.print(
        {
          url: node.url,
          name,
          practice,
          banner,
          version,
          chainId: deployment.chainId,
          head,
          keepers,
          stages,
          money,
          story,
        },
        () =>
          [
            ...(banner ? [`${cli.style.yellow(plain(banner))}\n\n`] : []),
            facts(
              [
                ['DAO', `${name}, at ${node.url}`],
                ['Chain', `${deployment.chainId}, block ${head.block} of ${formatTime(head.time)} UTC`],
                [
                  'Key holders',
                  keepers
                    .map(({ index, up, problem }) => `${index} ${up ? 'up' : `DOWN (${problem})`}`)
                    .join(', '),
                ],
                ['Sold', formatMoney(BigInt(money.sold), dao.coin)],
                ['Paid out', formatMoney(BigInt(money.claimed), dao.coin)],
                ...(story
                  ? [['Sample', `${story.state}, ${story.step} of ${story.of}: ${story.text}`] as const]
                  : []),
              ],
              cli.style,
            ),
            '\n',
            table(
              [
                { title: 'Stage' },
                { title: 'So far', right: true },
                { title: '' },
                { title: 'Under way', right: true },
              ],
              stages.map(({ id, count, unit, waiting }) => [id, String(count), unit, String(waiting)]),
              cli.style,
            ),
            ...(acts.length > 0 ? ['\n'] : []),
            ...acts.slice(0, 5).map(({ at, text }) => `${cli.style.dim(formatTime(at))}  ${plain(text)}\n`),
          ].join(''),
      )
    })
