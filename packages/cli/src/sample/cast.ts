import type { Actor, DraftStore } from '@usufruct/sdk/actions/actor'
import { connect } from '@usufruct/sdk/actions/connect'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { createNodeClient } from '@usufruct/sdk/http/client'
import type { PracticeAccount } from '@usufruct/sdk/http/routes/practice'
import { privateKeyToAccount } from 'viem/accounts'

export type Cast = {
  accounts: readonly PracticeAccount[]
  /** An account of the sample, with its own key. */
  as: (name: string) => Promise<Actor>
  operator: () => Promise<Actor>
}

type CastParameters = { url: string; drafts: DraftStore; signal: AbortSignal | undefined }

/** Everyone who acts in the sample. Keys come from the node over loopback, on a practice DAO only.
 * @throws UsufructError `ACCOUNT_UNKNOWN` */
export const createCast = async ({ url, drafts, signal }: CastParameters): Promise<Cast> => {
  const node = createNodeClient({ url })
  const { accounts } = await node.call('listPracticeAccounts', {}, signal ? { signal } : {})
  const actors = new Map<string, Promise<Actor>>()

  const enter = async (name: string) => {
    if (!accounts.some((account) => account.name === name))
      throw new UsufructError({
        code: 'ACCOUNT_UNKNOWN',
        kind: 'notFound',
        message: `This DAO has no sample account called ${name}.`,
        hint: `It has ${accounts.map((account) => account.name).join(', ')}.`,
        details: { name },
      })
    const { privateKey } = await node.call('getPracticeKey', { params: { name } })
    return connect({ url, account: privateKeyToAccount(privateKey), drafts })
  }

  const as: Cast['as'] = (name) => {
    const actor = actors.get(name) ?? enter(name)
    actors.set(name, actor)
    return actor
  }

  return {
    accounts,
    as,
    operator: () => as(accounts.find(({ role }) => role === 'operator')?.name ?? 'operator'),
  }
}
