import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addAccountCreate } from './accountCreate.ts'
import { addAccountExport } from './accountExport.ts'
import { addAccountImport } from './accountImport.ts'
import { addAccountList } from './accountList.ts'

export const addAccount = (program: Command, cli: Cli): Command => {
  const account = program
    .command('account')
    .description('accounts of this home: create, list, import, export')
  addAccountCreate(account, cli)
  addAccountList(account, cli)
  addAccountImport(account, cli)
  addAccountExport(account, cli)
  return account
}
