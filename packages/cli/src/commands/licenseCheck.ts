import { connect } from '@usufruct/sdk/actions/connect'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { formatMoney } from '@usufruct/sdk/domain/money'
import { parsePurposes } from '@usufruct/sdk/domain/purposes'
import type { RouteResult } from '@usufruct/sdk/http/route'
import type { checkLicense } from '@usufruct/sdk/http/routes/terms'
import { commercialUse } from '@usufruct/sdk/terms/terms'
import { type Command, Option } from 'commander'
import type { Cli } from '../cli.ts'
import { plain } from '../io.ts'
import { formatDay, parseUntil } from '../output/dates.ts'
import { list } from './choiceOptions.ts'
import { parseId } from './parseNumbers.ts'

type Options = {
  dataset: string
  purpose: string[]
  in?: string[]
  until?: string
  commercial?: (typeof commercialUse)[number]
  offer?: string
}
type Answer = RouteResult<typeof checkLicense>

const requireFuture = (until: number | undefined) => {
  if (until === undefined || until * 1000 > Date.now()) return until
  throw new UsufructError({
    code: 'DATE_PAST',
    message: `${formatDay(until)} is past.`,
    hint: 'Ask for a day in the future.',
    details: { until },
  })
}

const requireRegions = (regions: string[] | undefined) => {
  const wrong = regions?.find((region) => !/^(\*|EU|EEA|[A-Z]{2})$/.test(region))
  if (wrong === undefined) return regions
  throw new UsufructError({
    code: 'REGION_UNKNOWN',
    message: `“${wrong}” is no country.`,
    hint: 'Write two letters such as DE, or EU, EEA, or * for everywhere.',
    details: { value: wrong },
  })
}

const rows = (count: number, members: number) =>
  `${count} ${count === 1 ? 'row' : 'rows'} of ${members} ${members === 1 ? 'member' : 'members'}`

const human = (answer: Answer, cli: Cli, money: (value: string) => string): string => {
  const lines = [cli.style.bold(plain(answer.answer))]
  for (const { offer, name, allowed, blocks, price, end, ...found } of answer.offers) {
    const cost = price !== null && end !== null ? `, ${money(price)} until ${formatDay(end)}` : ''
    const said = allowed ? `yes: ${rows(found.rows, found.members)}${cost}` : 'no'
    lines.push(`Offer ${offer} ${plain(name)}: ${said}`)
    for (const { words, clause } of blocks) {
      lines.push(`  ${plain(words)}`)
      if (clause) lines.push(`  Section ${plain(clause.section)}: “${plain(clause.quote)}”`)
    }
  }
  const { permitted, refused } = answer
  lines.push(`Permitted by members: ${rows(permitted.rows, permitted.members)}`)
  for (const { words, example, ...of } of refused) {
    lines.push(`Not permitted: ${rows(of.rows, of.members)}. ${plain(words)}`)
    if (example.clause)
      lines.push(`  Section ${plain(example.clause.section)}: “${plain(example.clause.quote)}”`)
  }
  return `${lines.join('\n')}\n`
}

export const addLicenseCheck = (license: Command, cli: Cli): Command =>
  license
    .command('check')
    .description('may I use a dataset for this, where and until when; how many rows, at what price')
    .requiredOption('--dataset <name>', 'dataset')
    .requiredOption('--purpose <codes>', 'purposes, joined by commas; may be given again', list)
    .option('--in <regions>', 'where: country codes, EU, EEA, joined by commas (everywhere)', list)
    .option('--until <date>', 'until when, such as 2027-12-31 (a month from now)')
    .addOption(
      new Option('--commercial <use>', 'what kind of use (research: non-commercial; else any)').choices([
        ...commercialUse,
      ]),
    )
    .option('--offer <id>', 'ask about one offer', parseId('offer'))
    .action(async ({ dataset, purpose, in: regions, until, commercial, offer }: Options) => {
      const purposes = parsePurposes(purpose)
      const territory = requireRegions(regions)
      const end = requireFuture(until === undefined ? undefined : parseUntil(until))
      const { node, dao } = await connect({ url: await cli.nodeUrl() })
      const query = {
        purposes: purposes.join(','),
        ...(territory ? { territory: territory.join(',') } : {}),
        ...(end === undefined ? {} : { until: end }),
        ...(commercial ? { commercial } : {}),
        ...(offer === undefined ? {} : { offer }),
      }
      const answer = await node.call(
        'checkLicense',
        { params: { slug: dataset }, query },
        { signal: cli.signal },
      )
      cli.print(answer, () => human(answer, cli, (value) => formatMoney(BigInt(value), dao.coin)))
      // The answer is printed whole; the exit code says it again for scripts.
      if (!answer.allowed)
        throw new UsufructError({
          code: 'USE_NOT_PERMITTED',
          kind: 'permission',
          message: 'This use is not permitted.',
          hint: 'The lines above say what blocks it; ask for less, or ask the DAO for an offer.',
        })
    })
