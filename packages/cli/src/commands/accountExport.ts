import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { readAccount } from '../home/accounts.ts'

export const addAccountExport = (account: Command, cli: Cli): Command =>
  account
    .command('export')
    .description('print an account’s private key, to keep or to import elsewhere')
    .argument('<name>', 'the account')
    .action(async (name: string) => {
      const kept = await readAccount(cli.home(), name)
      if (!kept)
        throw new UsufructError({
          code: 'ACCOUNT_UNKNOWN',
          kind: 'notFound',
          message: `There is no account called ${name} in this home.`,
          hint: '`usufruct account list` shows those there are. A sample’s accounts are the DAO’s, not yours.',
          details: { name },
        })
      cli.io.err(cli.style.yellow('Whoever has this key is this account. Show it to nobody.\n'))
      cli.print(kept, () => `${kept.privateKey}\n`)
    })
