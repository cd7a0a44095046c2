import { type Address, type Hex, hashTypedData } from 'viem'
import { eip712Domain } from '../messages/domain.ts'
import { licenseKeyRequestTypes, taskKeyRequestTypes } from '../messages/offchain.ts'

export type LicenseKeyRequest = {
  license: bigint
  release: number
  keeper: Address
  nonce: Hex
  ephemeralKey: Hex
  deadline: bigint
}

export type TaskKeyRequest = {
  holder: Address
  task: string
  contributions: readonly Hex[]
  keeper: Address
  nonce: Hex
  ephemeralKey: Hex
  deadline: bigint
}

type Dao = { chainId: number; members: Address }

/** The typed data a license's owner signs; its digest binds the keeper's answer. */
export const licenseKeyRequestData = ({ chainId, members }: Dao, message: LicenseKeyRequest) =>
  ({
    domain: eip712Domain(chainId, members),
    types: licenseKeyRequestTypes,
    primaryType: 'LicenseKeyRequest',
    message,
  }) as const

export const taskKeyRequestData = ({ chainId, members }: Dao, message: TaskKeyRequest) =>
  ({
    domain: eip712Domain(chainId, members),
    types: taskKeyRequestTypes,
    primaryType: 'TaskKeyRequest',
    message,
  }) as const

export const licenseKeyRequestDigest = (dao: Dao, message: LicenseKeyRequest): Hex =>
  hashTypedData(licenseKeyRequestData(dao, message))

export const taskKeyRequestDigest = (dao: Dao, message: TaskKeyRequest): Hex =>
  hashTypedData(taskKeyRequestData(dao, message))
