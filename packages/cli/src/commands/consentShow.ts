import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { purposes } from '@usufruct/sdk/domain/purposes'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { formatDay, formatTime } from '../output/dates.ts'
import { facts } from '../output/table.ts'
import { stateWords } from './stateWords.ts'

export const addConsentShow = (consent: Command, cli: Cli): Command =>
  consent
    .command('show')
    .description('one permission, and what rests on it (--as NAME)')
    .argument('<consent>', 'consent id, or as much of its beginning as tells it apart')
    .action(async (id: string) => {
      const actor = await cli.connectAs()
      const { consents } = await signedIn(actor, () =>
        actor.node.call('listMyConsents', {}, { signal: cli.signal }),
      )
      const matches = consents.filter((entry) => id.length >= 6 && entry.consent.startsWith(id.toLowerCase()))
      const [found] = matches
      if (!found || matches.length > 1)
        throw new UsufructError({
          code: 'CONSENT_UNKNOWN',
          kind: 'notFound',
          message: `${matches.length > 1 ? 'More than one' : 'No'} consent of this account begins with ${id}.`,
          hint: 'See `usufruct consent list`.',
          details: { id },
        })
      const labels = purposes.filter(({ code }) => found.purposes.includes(code)).map(({ label }) => label)
      cli.print(found, () =>
        facts(
          [
            ['Consent', found.consent],
            ['Dataset', found.dataset],
            ['Given', `${formatTime(found.grantedAt)} UTC`],
            ['Ends', `${formatTime(found.end)} UTC`],
            ['State', stateWords(found)],
            ['Renew from', found.renewFrom === null ? 'no need' : formatDay(found.renewFrom)],
            ['Paused', found.pausedAt === null ? 'no' : `${formatTime(found.pausedAt)} UTC`],
            ['Taken back', found.withdrawnAt === null ? 'no' : `${formatTime(found.withdrawnAt)} UTC`],
            ['Continues', found.replaces ?? 'none'],
            ['Continued by', found.replacedBy ?? 'none'],
            ['For', labels.join('; ')],
            [
              'Agreement',
              found.agreement ? `${found.agreementVersion} ${found.agreement}`.trim() : 'not known here',
            ],
            ['Terms', found.terms],
            ['Lent under it', String(found.contributions)],
            ['Licenses with it', String(found.licenses)],
          ],
          cli.style,
        ),
      )
    })
