import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { withdrawConsent } from '@usufruct/sdk/actions/withdraw/withdrawConsent'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { usageError } from '../usage.ts'

export const addConsentWithdraw = (consent: Command, cli: Cli): Command =>
  consent
    .command('withdraw')
    .description('stop sharing: take back what the account permitted for a dataset, for good (--as NAME)')
    .option('--dataset <dataset>', 'which; needed when there are several')
    .option('--yes', 'do not ask')
    .action(async ({ dataset, yes }: { dataset?: string; yes?: boolean }) => {
      const actor = await cli.connectAs()
      const slug = dataset ?? (await onlyDataset(actor))
      if (!yes && cli.io.interactive) {
        cli.io.err(
          `What you lent to ${slug} stops being shared and stops earning, for good. What it earned stays yours.\n`,
        )
        if (!/^y(es)?$/i.test((await cli.io.ask('Stop sharing? [y/N] ')).trim()))
          throw new UsufructError({
            code: 'NOT_AGREED',
            kind: 'usage',
            message: 'Nothing was changed.',
            hint: 'Answer y, or add --yes.',
          })
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

const onlyDataset = async (actor: Actor): Promise<string> => {
  const { consents } = await signedIn(actor, () => actor.node.call('listMyConsents', {}))
  const slugs = [
    ...new Set(consents.filter(({ withdrawnAt }) => withdrawnAt === null).map((entry) => entry.dataset)),
  ]
  const [slug] = slugs
  if (slug && slugs.length === 1) return slug
  if (slugs.length > 1)
    throw usageError('You share with more than one dataset.', `Name one with --dataset: ${slugs.join(', ')}.`)
  throw new UsufructError({
    code: 'CONSENT_NONE',
    kind: 'notFound',
    message: 'This account shares nothing.',
    hint: 'See `usufruct consent list`.',
  })
}
