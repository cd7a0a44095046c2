import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { parseId } from './parseNumbers.ts'

export const addTakedownRemove = (takedown: Command, cli: Cli): Command =>
  takedown
    .command('remove')
    .description('take an entry off the list, as after a counter-notice; that it was there is kept')
    .argument('<number>', 'of the entry; see `usufruct takedown list`', parseId('takedown'))
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: { reason: string }) => {
      const actor = await cli.connectAs()
      const entry = await signedIn(actor, () =>
        actor.node.call('removeTakedown', { params: { id }, body: { reason } }, { signal: cli.signal }),
      )
      cli.print(
        entry,
        () =>
          `Takedown ${entry.id} is off the list. Rows that nothing else takes down count again, from the next versions on.\n`,
      )
    })
