import { concat, type Hex, keccak256, pad, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/**
 * A contract whose state depends on every call, on their order and on their times:
 * for a value v it reverts when 5 divides v, else it sets slot 0 to keccak256(slot 0 ‖ v), slot v to the
 * block's timestamp, and logs v as its only topic.
 */
const runtime =
  '60055f350615602257' + '5f545f52' + '5f35602052' + '60405f205f55' + '425f3555' + '5f355f5fa1' + '005b5f5ffd'
export const accumulatorCode: Hex = `0x60${(runtime.length / 2).toString(16)}8060093d393df3${runtime}`

export function accumulate(values: readonly number[]): Hex {
  return values
    .filter((value) => value % 5 !== 0)
    .reduce<Hex>((hash, value) => keccak256(concat([hash, pad(toHex(value))])), pad('0x'))
}

export type Signer = ReturnType<typeof signer>

export function signer(number: number, chainId: number) {
  const account = privateKeyToAccount(pad(toHex(number)))
  const free = { type: 'eip1559', chainId, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n } as const
  return {
    address: account.address,
    deploy: (nonce: number) =>
      account.signTransaction({ ...free, nonce, gas: 300_000n, data: accumulatorCode }),
    call: (nonce: number, to: Hex, value: number) =>
      account.signTransaction({ ...free, nonce, to, gas: 120_000n, data: pad(toHex(value)) }),
    transfer: (nonce: number, overrides: Record<string, unknown> = {}) =>
      account.signTransaction({ ...free, nonce, to: account.address, gas: 21_000n, ...overrides }),
  }
}
