import { pauseConsent } from '@usufruct/sdk/actions/consent/pauseConsent'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { datasetOfConsents } from './datasetOfConsents.ts'

export const addConsentPause = (consent: Command, cli: Cli): Command =>
  consent
    .command('pause')
    .description('no new licenses for what the account lent to a dataset, until it resumes (--as NAME)')
    .option('--dataset <dataset>', 'which; needed when there are several')
    .action(async ({ dataset }: { dataset?: string }) => {
      const actor = await cli.connectAs()
      const slug = await datasetOfConsents(actor, dataset, ({ live }) => live)
      const paused = await pauseConsent(actor, { dataset: slug })
      cli.print({ dataset: slug, ...paused }, () =>
        paused.consents.length === 0
          ? `Nothing for ${slug} was live.\n`
          : [
              `You paused sharing with ${slug}: no new licenses, and nothing earned from now on.\n`,
              'Licenses that were bought before still open your data until they end.\n',
              'Go on with `usufruct consent resume`, or stop for good with `usufruct consent withdraw`.\n',
            ].join(''),
      )
    })
