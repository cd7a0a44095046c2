import { type Abi, decodeErrorResult, type Hex, isHex } from 'viem'
import { authorityAbi } from '../contracts/generated/Authority.ts'
import { contributionsAbi } from '../contracts/generated/Contributions.ts'
import { daoFactoryAbi } from '../contracts/generated/DaoFactory.ts'
import { membersAbi } from '../contracts/generated/Members.ts'
import { offersAbi } from '../contracts/generated/Offers.ts'
import { practiceDollarAbi } from '../contracts/generated/PracticeDollar.ts'
import { releasesAbi } from '../contracts/generated/Releases.ts'
import { findUsufructError, UsufructError } from '../domain/errors.ts'
import { revertReadings } from './revertReadings.ts'

/** Every custom error of the DAO's contracts. `Error(string)` and `Panic(uint256)` viem knows by itself. */
export const errorsAbi: Abi = [
  ...membersAbi,
  ...contributionsAbi,
  ...offersAbi,
  ...releasesAbi,
  ...practiceDollarAbi,
  ...authorityAbi,
  ...daoFactoryAbi,
].filter((item) => item.type === 'error')

/** `ConsentsIdUsed` → `CONSENTS_ID_USED`: a program can match on what the contract says. */
const codeOf = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()

/** What a revert of one of the DAO's contracts means, from its data. */
export function decodeRevert(data: Hex, cause?: unknown): UsufructError {
  let name = 'Unknown'
  let values: unknown[] = []
  try {
    const decoded = decodeErrorResult({ abi: errorsAbi, data })
    name = decoded.errorName
    values = [...((decoded.args as readonly unknown[] | undefined) ?? [])]
  } catch {
    // A contract of another version; the data below is all there is to say.
  }
  const reading = revertReadings[name]
  return new UsufructError({
    code: name === 'Unknown' || name === 'Error' || name === 'Panic' ? 'REVERTED' : codeOf(name),
    kind: reading?.kind ?? 'conflict',
    message: reading?.message ?? `The contract refused this (${name}).`,
    hint:
      reading?.hint ?? 'Something changed between the check and the act, or the versions differ: look again.',
    details: {
      error: name,
      // JSON has no bigints.
      values: values.map((value) => (typeof value === 'bigint' ? String(value) : value)),
      ...(name === 'Unknown' ? { data } : {}),
    },
    cause,
  })
}

/** The bytes a contract reverted with, wherever in the chain of causes a library put them. */
function revertDataOf(error: unknown): Hex | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { raw, data } = at as { raw?: unknown; data?: unknown }
    for (const candidate of [raw, data, (data as { data?: unknown } | null | undefined)?.data])
      if (isHex(candidate) && candidate.length >= 10) return candidate
  }
  return undefined
}

/** An error of a call to the chain as one with a code and a way out; anything that is no revert as it was. */
export function revertToError(error: unknown): Error {
  const known = findUsufructError(error)
  if (known) return known
  const data = revertDataOf(error)
  if (data) return decodeRevert(data, error)
  return error instanceof Error ? error : new Error(String(error))
}
