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
}

const keyOf = (dao: DaoInfo, account: string) =>
  ['unsent', dao.deployment.chainId, dao.deployment.members, account.toLowerCase()].join('/')

const isUnsent = (value: unknown): value is Unsent =>
  typeof value === 'object' &&
  value !== null &&
  'cleaned' in value &&
  'dataset' in value &&
  typeof value.dataset === 'string'

export const readUnsent = async (dao: DaoInfo, account: string): Promise<Unsent | null> => {
  const value = await unsent.get(keyOf(dao, account))
  return isUnsent(value) ? value : null
}

export const keepUnsent = (dao: DaoInfo, account: string, value: Unsent) =>
  unsent.put(keyOf(dao, account), value)

export const forgetUnsent = (dao: DaoInfo, account: string) => unsent.delete(keyOf(dao, account))
