import { createRequire } from 'node:module'
import type { ParseTransactionReturnType, Signature, TransactionSerialized } from 'viem'
import { blockGasLimit } from '../anvil/startAnvil.ts'
import { ChainError, reasonOf, type TransactionErrorCode } from '../chainError.ts'
import { intrinsicGas } from './intrinsicGas.ts'

// Required, not imported: loading viem's many modules one by one through a TypeScript loader's hooks takes well
// over a second, most of the chain's start.
const { keccak256, parseTransaction, recoverAddress, serializeTransaction } = createRequire(import.meta.url)(
  'viem/utils',
) as typeof import('viem/utils')

export type ReadTransaction = {
  raw: `0x${string}`
  hash: `0x${string}`
  from: `0x${string}`
  nonce: number
  gas: bigint
  /** The most that it can take from its sender: value and fees. */
  cost: bigint
}

export const largestTransaction = 128 * 1024
const largestInitcode = 49_152
const halfOfCurveOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * Checks all that can be known of a raw transaction without the chain's state.
 * It is stricter than the development chain, which takes some transactions into its pool that it then never
 * puts into a block: what passes here and has the right nonce and funds can be mined.
 */
export async function readTransaction(raw: string, chainId: number): Promise<ReadTransaction> {
  if (!/^0x([0-9a-f]{2})+$/.test(raw))
    throw refusal('TX_MALFORMED', 'a raw transaction is 0x and an even number of hex digits')
  const size = (raw.length - 2) / 2
  if (size > largestTransaction) {
    throw refusal('TX_TOO_LARGE', `it has ${size} bytes, at most ${largestTransaction} are taken`)
  }
  const parsed = parse(raw as TransactionSerialized)
  const { transaction } = parsed
  if (transaction.type === 'eip4844') throw refusal('TX_TYPE_UNSUPPORTED', 'blob transactions are not taken')
  if (transaction.chainId !== chainId) {
    throw refusal(
      'TX_WRONG_CHAIN',
      `it is signed for chain ${transaction.chainId ?? 'any'}, this is ${chainId}`,
    )
  }
  checkGas(transaction)
  return {
    raw: raw as `0x${string}`,
    hash: keccak256(raw as `0x${string}`),
    from: await recover(parsed),
    nonce: transaction.nonce ?? 0,
    gas: transaction.gas ?? 0n,
    cost:
      (transaction.value ?? 0n) +
      (transaction.gas ?? 0n) * (transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n),
  }
}

type SignatureParts = { [part in keyof Signature]?: Signature[part] | undefined }

type Parsed = {
  transaction: ParseTransactionReturnType
  signature: Signature
  signedHash: `0x${string}`
}

function parse(raw: TransactionSerialized): Parsed {
  let transaction: ParseTransactionReturnType
  let signature: SignatureParts
  let signedHash: `0x${string}`
  let again: string
  try {
    transaction = parseTransaction(raw)
    const { r, s, v, yParity, ...rest } = transaction as typeof transaction & SignatureParts
    const unsigned = rest as Parameters<typeof serializeTransaction>[0]
    signature = { r, s, v, yParity }
    signedHash = keccak256(serializeTransaction(unsigned))
    again = isSigned(signature) ? serializeTransaction(unsigned, signature) : raw
  } catch (error) {
    throw refusal('TX_MALFORMED', reasonOf(error).split('\n')[0] as string, error)
  }
  if (!isSigned(signature)) throw refusal('TX_SIGNATURE_INVALID', 'it is not signed')
  // Two encodings of one transaction would have two hashes, and the chain would know only one of them.
  if (again !== raw) throw refusal('TX_MALFORMED', 'it is not in canonical encoding')
  return { transaction, signature, signedHash }
}

function isSigned(parts: SignatureParts): parts is Signature {
  return parts.r !== undefined && parts.s !== undefined
}

function checkGas(transaction: ParseTransactionReturnType): void {
  const gas = transaction.gas ?? 0n
  const needed = intrinsicGas(transaction)
  if (gas < needed) throw refusal('TX_GAS_TOO_LOW', `intrinsic gas too low: ${gas} given, ${needed} needed`)
  if (gas > blockGasLimit)
    throw refusal('TX_GAS_TOO_HIGH', `its gas limit ${gas} exceeds the block's ${blockGasLimit}`)
  const initcode = transaction.to === undefined || transaction.to === null ? byteLength(transaction.data) : 0
  if (initcode > largestInitcode) {
    throw refusal(
      'TX_INITCODE_TOO_LARGE',
      `its contract code has ${initcode} bytes, at most ${largestInitcode} are taken`,
    )
  }
  const { maxFeePerGas, maxPriorityFeePerGas } = transaction
  if ((maxPriorityFeePerGas ?? 0n) > (maxFeePerGas ?? 0n) && transaction.gasPrice === undefined) {
    throw refusal('TX_FEE_INVALID', 'its priority fee exceeds its fee cap')
  }
  const authorizations = 'authorizationList' in transaction ? transaction.authorizationList : undefined
  if (transaction.type === 'eip7702' && (authorizations ?? []).length === 0) {
    throw refusal('TX_MALFORMED', 'it has an empty authorization list')
  }
}

async function recover({ signature, signedHash }: Parsed): Promise<`0x${string}`> {
  if (BigInt(signature.s) > halfOfCurveOrder) {
    throw refusal('TX_SIGNATURE_INVALID', 'its signature is malleable (high s)')
  }
  try {
    return await recoverAddress({ hash: signedHash, signature })
  } catch (error) {
    throw refusal('TX_SIGNATURE_INVALID', 'no account can have signed it', error)
  }
}

function byteLength(hex: string | undefined): number {
  return hex === undefined ? 0 : (hex.length - 2) / 2
}

function refusal(code: TransactionErrorCode, reason: string, cause?: unknown): ChainError {
  return new ChainError(code, `The transaction is refused: ${reason}.`, { cause })
}
