import type { ParseTransactionReturnType } from 'viem'

/**
 * The gas that a transaction needs before its first instruction runs, calldata floor included
 * (EIP-2028, 2930, 3860, 7623, 7702).
 */
export function intrinsicGas(transaction: ParseTransactionReturnType): bigint {
  const data = Buffer.from((transaction.data ?? '0x').slice(2), 'hex')
  const zeros = data.filter((byte) => byte === 0).length
  const tokens = zeros + (data.length - zeros) * 4
  const isCreation = transaction.to === undefined || transaction.to === null
  const accessList = ('accessList' in transaction ? transaction.accessList : undefined) ?? []
  const authorizations =
    ('authorizationList' in transaction ? transaction.authorizationList : undefined) ?? []
  const creation = isCreation ? 32_000 + 2 * Math.ceil(data.length / 32) : 0
  const access = accessList.reduce((sum, { storageKeys }) => sum + 2_400 + 1_900 * storageKeys.length, 0)
  const executed = 21_000 + 4 * tokens + creation + access + 25_000 * authorizations.length
  const floor = 21_000 + 10 * tokens
  return BigInt(Math.max(executed, floor))
}
