import { join } from '@usufruct/sdk/actions/join/join'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'

export const addJoin = (program: Command, cli: Cli): Command =>
  program
    .command('join')
    .description('become a member under the DAO’s charter (--as NAME)')
    .action(async () => {
      const actor = await cli.connectAs()
      const joined = await join(actor)
      cli.print({ ...joined, alreadyMember: joined.transaction === null }, () =>
        joined.transaction === null
          ? `${joined.account} is a member already.\n`
          : `${joined.account} is now a member of ${actor.dao.name}, under ${actor.dao.charter.title} ${actor.dao.charter.version}.\n`,
      )
    })
