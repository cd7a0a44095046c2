import { join } from 'node:path'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { keepAccount } from '../home/accounts.ts'

export const addAccountCreate = (account: Command, cli: Cli): Command =>
  account
    .command('create')
    .description('make an account for this DAO alone, and keep its key in the home')
    .argument('<name>', 'what to call it here')
    .action(async (name: string) => {
      const { address } = await keepAccount(cli.home(), name)
      const file = join(cli.home(), 'accounts', `${name}.json`)
      cli.print({ name, address, file }, () =>
        [
          `${name} is ${cli.style.bold(address)}.\n`,
          `Its key is in ${file}, in the clear and for you alone. Keep a copy somewhere safe: nobody can restore it.\n`,
        ].join(''),
      )
    })
