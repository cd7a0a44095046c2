import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { bytes32 } from '@usufruct/sdk/domain/ids'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { usageError } from '../usage.ts'

type Options = { contribution: `0x${string}`; row?: number[]; reason: string }

const parseContribution = (text: string): `0x${string}` => {
  const read = bytes32.safeParse(text)
  if (read.success) return read.data
  throw usageError(
    `“${text}” is no id of a contribution.`,
    'It is 0x and 64 hexadecimal digits: `usufruct review next` and the manifests of releases name it.',
    { text },
  )
}

const parseRow = (text: string, before: number[] = []): number[] => {
  if (/^[1-9]\d{0,8}$/.test(text)) return [...before, Number(text)]
  throw usageError(`“${text}” is no row.`, 'Rows are counted from 1, as cleaning left them.', { text })
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

export const addTakedownAdd = (takedown: Command, cli: Cli): Command =>
  takedown
    .command('add')
    .description('take a contribution down, or rows of it, and whatever nearly equals them')
    .requiredOption('--contribution <id>', 'where it was seen', parseContribution)
    .option('--row <n>', 'a row of it, from 1; again for more, and all of them without', parseRow)
    .requiredOption('--reason <text>', 'why; shown to those whose rows it concerns')
    .action(async ({ contribution, row, reason }: Options) => {
      const actor = await cli.connectAs()
      const body = { contribution, reason, ...(row ? { rows: row } : {}) }
      const entry = await signedIn(actor, () =>
        actor.node.call('addTakedown', { body }, { signal: cli.signal }),
      )
      const { recognisedBy, found } = entry
      cli.print(entry, () =>
        [
          `Takedown ${entry.id}: what equals ${count(recognisedBy.rows, 'row')} does not come back, nor what nearly equals ${count(recognisedBy.texts, 'text')} and ${count(recognisedBy.pictures, 'picture')} in it.\n`,
          `Lent now: ${count(found.rows, 'row')} in ${count(found.contributions, 'contribution')}. Versions that are made from now on leave that out; those that were made, or wait to become valid, stay as they are.\n`,
          `Their members are told why, and where to write. Undo it with \`usufruct takedown remove ${entry.id} --reason TEXT\`.\n`,
        ].join(''),
      )
    })
