import { renewConsent } from '@usufruct/sdk/actions/consent/renewConsent'
import { resumeConsent } from '@usufruct/sdk/actions/consent/resumeConsent'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { languagesOf } from '../languages.ts'
import { parseUntil } from '../output/dates.ts'
import { list } from './choiceOptions.ts'
import { datasetOfConsents } from './datasetOfConsents.ts'

type Options = { dataset?: string; until?: string; language?: string[] }

const withOptions = (command: Command): Command =>
  command
    .option('--dataset <dataset>', 'which; needed when there are several')
    .option('--until <date>', 'when it ends by itself, such as 2029-12-31')
    .option('--language <tags>', 'languages that you read, the best first, joined by commas', list)

const goOn =
  (cli: Cli, run: typeof renewConsent | typeof resumeConsent, says: string) => async (options: Options) => {
    const until = options.until === undefined ? undefined : parseUntil(options.until)
    const actor = await cli.connectAs()
    const dataset = await datasetOfConsents(actor, options.dataset)
    const done = await run(actor, { dataset, until, reads: languagesOf(options.language) })
    cli.print({ dataset, ...done }, () =>
      [
        `${says} ${dataset}: ${done.consent}.\n`,
        'What you lent goes on under it; the one before was taken back.\n',
        'A leave card that you made does not cover it: make a new one with `usufruct consent card`.\n',
      ].join(''),
    )
  }

export const addConsentRenew = (consent: Command, cli: Cli): Command =>
  withOptions(
    consent
      .command('renew')
      .description('prolong a permission for the same purposes, with all lent under it (--as NAME)'),
  ).action(goOn(cli, renewConsent, 'You renewed your permission for'))

export const addConsentResume = (consent: Command, cli: Cli): Command =>
  withOptions(consent.command('resume').description('go on sharing after a pause (--as NAME)')).action(
    goOn(cli, resumeConsent, 'You share again with'),
  )
