import { stopPurpose } from '@usufruct/sdk/actions/consent/stopPurpose'
import { withdrawConsent } from '@usufruct/sdk/actions/withdraw/withdrawConsent'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { parsePurposes } from '@usufruct/sdk/domain/purposes'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { languagesOf } from '../languages.ts'
import { list } from './choiceOptions.ts'
import { datasetOfConsents } from './datasetOfConsents.ts'

type Options = { dataset?: string; purpose?: string[]; language?: string[]; yes?: boolean }

export const addConsentWithdraw = (consent: Command, cli: Cli): Command =>
  consent
    .command('withdraw')
    .description('stop sharing: take back what the account permitted for a dataset, for good (--as NAME)')
    .option('--dataset <dataset>', 'which; needed when there are several')
    .option('--purpose <purposes>', 'only these, joined by commas; the others go on', list)
    .option('--language <tags>', 'with --purpose: languages that you read, joined by commas', list)
    .option('--yes', 'do not ask')
    .action(async ({ dataset, purpose, language, yes }: Options) => {
      const purposes = purpose === undefined ? undefined : parsePurposes(purpose)
      const actor = await cli.connectAs()
      const slug = await datasetOfConsents(actor, dataset)
      const what = purposes === undefined ? slug : `${slug} for ${purposes.join(', ')}`
      if (!yes && cli.io.interactive) await agree(cli, what)
      if (purposes !== undefined) {
        const reads = languagesOf(language)
        const stopped = await stopPurpose(actor, { dataset: slug, purposes, reads })
        cli.print({ dataset: slug, stopped: purposes, ...stopped }, () =>
          [
            `You stopped sharing with ${what}. Licensees who had it for that are told to delete it.\n`,
            stopped.left.length > 0 ? `You go on sharing for ${stopped.left.join(', ')}.\n` : '',
          ].join(''),
        )
        return
      }
      const withdrawn = await withdrawConsent(actor, { dataset: slug })
      cli.print({ dataset: slug, ...withdrawn }, () =>
        withdrawn.consents.length === 0
          ? `Everything for ${slug} had been taken back before.\n`
          : [
              `You stopped sharing with ${slug}: ${withdrawn.consents.length} permission(s) taken back.\n`,
              `${withdrawn.keepers} key holders refuse from now on. Licensees are told to delete what they have.\n`,
              'Models that were trained before are not undone.\n',
            ].join(''),
      )
    })

const agree = async (cli: Cli, what: string) => {
  cli.io.err(
    `What you lent to ${what} stops being shared and stops earning, for good. What it earned stays yours.\n`,
  )
  if (/^y(es)?$/i.test((await cli.io.ask('Stop sharing? [y/N] ')).trim())) return
  throw new UsufructError({
    code: 'NOT_AGREED',
    kind: 'usage',
    message: 'Nothing was changed.',
    hint: 'Answer y, or add --yes.',
  })
}
