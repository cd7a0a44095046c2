import type { Address, LocalAccount, PublicClient } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import type { NodeClient } from '../http/client.ts'
import type { DaoInfo } from '../http/routes/dao.ts'

/** Where a device keeps what must outlive a crash: salts and keys, before anything depends on them.
 * `put` must be durable when it resolves. Values are JSON. */
export type DraftStore = {
  get: (key: string) => Promise<unknown>
  put: (key: string, value: unknown) => Promise<void>
  delete: (key: string) => Promise<void>
}

export type Session = { token: string; expiresAt: number }

export type TokenStore = {
  get: (key: string) => Promise<Session | undefined>
  put: (key: string, session: Session) => Promise<void>
  delete: (key: string) => Promise<void>
}

/** Who acts, on which DAO, through which node. Every action takes one. */
export type Actor = {
  node: NodeClient
  dao: DaoInfo
  /** Reads the chain through the node's gateway, or through whatever RPC the DAO names. */
  publicClient: PublicClient
  account: LocalAccount | undefined
  drafts: DraftStore
  session: SessionHolder
  fetch: typeof globalThis.fetch
}

export type SessionHolder = {
  current: () => Session | undefined
  set: (session: Session | undefined) => Promise<void>
}

/** @throws UsufructError `ACCOUNT_NEEDED` */
export const requireAccount = (actor: Actor): { account: LocalAccount; address: Address } => {
  if (!actor.account)
    throw new UsufructError({
      code: 'ACCOUNT_NEEDED',
      kind: 'unauthenticated',
      message: 'This needs an account, and none was named.',
      hint: 'Name one with --as NAME; `usufruct account list` shows them.',
    })
  return { account: actor.account, address: actor.account.address.toLowerCase() as Address }
}

export const nowInSeconds = (): number => Math.floor(Date.now() / 1000)
