import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { createNodeClient } from '@usufruct/sdk/http/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { listAccounts, readAccount } from '../home/accounts.ts'
import { isLoopback } from '../home/nodeUrl.ts'
import { table } from '../output/table.ts'

type Listed = {
  name: string
  address: string | null
  /** Where its key is: in this home, or handed out by a practice DAO. */
  from: 'home' | 'practice'
  role: string | null
  may: string
  problem: string | null
}

export const addAccountList = (account: Command, cli: Cli): Command =>
  account
    .command('list')
    .description('accounts of this home and, on a practice DAO, those of the sample with what each may do')
    .action(async () => {
      const own = await Promise.all((await listAccounts(cli.home())).map((name) => ownAccount(cli, name)))
      // An account of one's own hides a sample's of the same name, as it does for --as.
      const others = (await practiceAccounts(cli)).filter(
        ({ name }) => !own.some((kept) => kept.name === name),
      )
      const accounts = [...own, ...others]
      cli.print({ accounts }, () =>
        table(
          [{ title: 'Name' }, { title: 'Address' }, { title: 'From' }, { title: 'May' }],
          accounts.map(({ name, address, from, may, problem }) => [
            name,
            address ?? '?',
            from,
            problem ?? may,
          ]),
          cli.style,
        ),
      )
    })

const ownAccount = async (cli: Cli, name: string): Promise<Listed> => {
  const listed = { name, from: 'home', role: null, may: '' } as const
  try {
    const kept = await readAccount(cli.home(), name)
    return { ...listed, address: kept?.address ?? null, problem: null }
  } catch (error) {
    // One bad file must not hide the others.
    const known = findUsufructError(error)
    if (!known) throw error
    return { ...listed, address: null, problem: known.message }
  }
}

const practiceAccounts = async (cli: Cli): Promise<Listed[]> => {
  const url = await cli.nodeUrl()
  if (!isLoopback(url)) return []
  try {
    const { accounts } = await createNodeClient({ url }).call('listPracticeAccounts', {})
    return accounts.map(({ name, address, role, may }) => ({
      name,
      address,
      from: 'practice',
      role,
      may,
      problem: null,
    }))
  } catch (error) {
    // No node, or a DAO that is no practice: then there are only one's own.
    const known = findUsufructError(error)
    if (known?.kind === 'unreachable' || known?.kind === 'permission') return []
    throw error
  }
}
