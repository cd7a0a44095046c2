import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { table } from '../output/table.ts'
import { stateWords } from './stateWords.ts'

export const addConsentList = (consent: Command, cli: Cli): Command =>
  consent
    .command('list')
    .description('the permissions the account gave (--as NAME)')
    .action(async () => {
      const actor = await cli.connectAs()
      const answer = await signedIn(actor, () =>
        actor.node.call('listMyConsents', {}, { signal: cli.signal }),
      )
      cli.print(answer, () =>
        table(
          [
            { title: 'Consent' },
            { title: 'Dataset' },
            { title: 'State' },
            { title: 'Lent', right: true },
            { title: 'Licenses', right: true },
            { title: 'Purposes' },
          ],
          answer.consents.map((entry) => [
            entry.consent,
            entry.dataset,
            stateWords(entry),
            String(entry.contributions),
            String(entry.licenses),
            entry.purposes.join(', '),
          ]),
          cli.style,
        ),
      )
    })
