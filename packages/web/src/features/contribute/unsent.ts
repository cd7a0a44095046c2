import type { CleanedBytes } from '@usufruct/sdk/actions/contribute/contribute'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Provenance } from '@usufruct/sdk/http/routes/contribute'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { Hex } from 'viem'
import { unsent } from '../../session/browserStores.ts'

/** Everything that sending needs, so that it can go on after the page was closed in the middle of it. */
export type Unsent = {
  dataset: string
  name: string
  cleaned: CleanedBytes
  purposes: Purpose[]
  until: number | undefined
  /** The text that was read; where a permission stands already, nothing new was. */
  agreement: Hex | undefined
  provenance: Provenance
  /** Unix seconds. */
  at: number
  /** Its owner said to wait. */
  paused: boolean
}

const prefixOf = (dao: DaoInfo, account: string) =>
  ['unsent', dao.deployment.chainId, dao.deployment.members, account.toLowerCase(), ''].join('/')

export const unsentKey = (dao: DaoInfo, account: string, { dataset, cleaned }: Unsent): string =>
  `${prefixOf(dao, account)}${dataset}/${cleaned.contentHash}`

const isUnsent = (value: unknown): value is Unsent =>
  typeof value === 'object' &&
  value !== null &&
  'cleaned' in value &&
  'dataset' in value &&
  typeof value.dataset === 'string'

export const readUnsent = async (key: string): Promise<Unsent | null> => {
  const value = await unsent.get(key)
  return isUnsent(value) ? value : null
}

/** What an account has yet to send, the oldest first. */
export const listUnsent = async (dao: DaoInfo, account: string): Promise<[key: string, value: Unsent][]> => {
  const entries = await unsent.under(prefixOf(dao, account))
  const known = entries.flatMap(([key, value]): [string, Unsent][] => (isUnsent(value) ? [[key, value]] : []))
  return known.sort(([, a], [, b]) => a.at - b.at)
}

export const keepUnsent = (key: string, value: Unsent) => unsent.put(key, value)

export const forgetUnsent = (key: string) => unsent.delete(key)
