import { UsufructError } from '@usufruct/sdk/domain/errors'
import {
  type Address,
  BaseError,
  ContractFunctionExecutionError,
  type Hex,
  HttpRequestError,
  type PublicClient,
  parseAbi,
  recoverAddress,
  TimeoutError,
} from 'viem'

const erc1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const magic = '0x1626ba7e'

async function isRecoveredAs(account: Address, hash: Hex, signature: Hex): Promise<boolean> {
  // 65 bytes; anything else can only be for a contract account.
  if (signature.length !== 132) return false
  const signer = await recoverAddress({ hash, signature }).catch(() => undefined)
  return signer?.toLowerCase() === account.toLowerCase()
}

/**
 * Whether an account signed an EIP-712 digest: with its key, or as a contract account (ERC-1271), which is
 * asked at the newest block.
 *
 * @throws UsufructError `STALE_HEAD` when the account may be a contract and the chain does not answer
 */
export async function isSignedBy(
  client: PublicClient,
  account: Address,
  hash: Hex,
  signature: Hex,
): Promise<boolean> {
  if (await isRecoveredAs(account, hash, signature)) return true
  try {
    const code = await client.getCode({ address: account })
    if (code === undefined || code === '0x') return false
    const call = {
      address: account,
      abi: erc1271,
      functionName: 'isValidSignature',
      args: [hash, signature],
    } as const
    return (await client.readContract(call)) === magic
  } catch (cause) {
    const unreachable =
      cause instanceof BaseError &&
      cause.walk((error) => error instanceof HttpRequestError || error instanceof TimeoutError) !== null
    if (cause instanceof ContractFunctionExecutionError && !unreachable) return false
    throw new UsufructError({
      code: 'STALE_HEAD',
      kind: 'unreachable',
      message: 'The chain does not answer whether a contract account signed.',
      hint: 'Try again.',
      details: { account, retryable: true },
      cause,
    })
  }
}
