import fc from 'fast-check'
import { type Hex, keccak256, pad, parseTransaction, serializeTransaction, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { readTransaction } from './readTransaction.ts'

const chainId = 1_234_567
const account = privateKeyToAccount(pad('0x01'))
const free = {
  type: 'eip1559',
  chainId,
  nonce: 0,
  gas: 21_000n,
  maxFeePerGas: 0n,
  maxPriorityFeePerGas: 0n,
} as const
const to = account.address

async function refused(raw: string, code: string) {
  await expect(readTransaction(raw, chainId)).rejects.toMatchObject({ code })
}

test('every kind of transaction is read with its sender and hash', async () => {
  const authorization = await account.signAuthorization({ chainId, nonce: 1, address: to })
  const kinds = [
    { ...free, to },
    { type: 'legacy', chainId, nonce: 0, gas: 21_000n, gasPrice: 0n, to },
    {
      type: 'eip2930',
      chainId,
      nonce: 0,
      gas: 30_000n,
      gasPrice: 0n,
      to,
      accessList: [{ address: to, storageKeys: [] }],
    },
    { ...free, type: 'eip7702', to, gas: 50_000n, authorizationList: [authorization] },
    { ...free, gas: 100_000n, data: '0x6000' },
  ] as const
  for (const kind of kinds) {
    const raw = await account.signTransaction(kind)
    const read = await readTransaction(raw, chainId)
    expect(read).toMatchObject({
      raw,
      hash: keccak256(raw),
      from: account.address,
      nonce: 0,
      gas: kind.gas,
      cost: 0n,
    })
  }
})

test('its cost is the most it can take', async () => {
  const raw = await account.signTransaction({
    ...free,
    to,
    value: 5n,
    maxFeePerGas: 3n,
    maxPriorityFeePerGas: 1n,
  })
  expect((await readTransaction(raw, chainId)).cost).toBe(5n + 3n * 21_000n)
})

test('what is no transaction is refused', async () => {
  for (const raw of [
    '',
    '0x',
    '0x0',
    'ff',
    '0xzz',
    '0x02',
    '0x02c0',
    '0xc0',
    `0x02f8${'00'.repeat(20)}`,
    '0x05c0',
  ]) {
    await refused(raw, 'TX_MALFORMED')
  }
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      await expect(readTransaction(toHex(bytes), chainId)).rejects.toMatchObject({ name: 'ChainError' })
    }),
  )
})

test('a changed byte is refused or changes the sender', async () => {
  const raw = await account.signTransaction({ ...free, to, gas: 60_000n, data: '0x1234' })
  await fc.assert(
    fc.asyncProperty(
      fc.nat((raw.length - 2) / 2 - 1),
      fc.integer({ min: 1, max: 255 }),
      async (byte, flip) => {
        const bytes = Buffer.from(raw.slice(2), 'hex')
        bytes[byte] = (bytes[byte] as number) ^ flip
        const read = await readTransaction(toHex(bytes), chainId).catch(() => undefined)
        expect(read?.from).not.toBe(account.address)
      },
    ),
    { numRuns: 60 },
  )
})

test('other chains, also none, are refused', async () => {
  await refused(await account.signTransaction({ ...free, chainId: 1, to }), 'TX_WRONG_CHAIN')
  const unprotected = { type: 'legacy', nonce: 0, gas: 21_000n, gasPrice: 0n, to } as const
  await refused(await account.signTransaction(unprotected), 'TX_WRONG_CHAIN')
})

test('a second encoding of one transaction is refused', async () => {
  const raw = await account.signTransaction({ ...free, to })
  await refused(`${raw}00`, 'TX_MALFORMED')
  // The same list with its nonce as a zero byte in place of the empty string.
  const padded = raw.replace(/^(0x02f8..8312d687)80/, '$100')
  expect(padded).not.toBe(raw)
  await refused(padded, 'TX_MALFORMED')
})

test('a malleable signature is refused', async () => {
  const raw = await account.signTransaction({ ...free, to })
  const {
    r,
    s,
    yParity,
    v: _,
    ...unsigned
  } = parseTransaction(raw) as ReturnType<typeof parseTransaction> & {
    r: Hex
    s: Hex
    yParity: number
    v?: bigint
  }
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const high = serializeTransaction(unsigned as Parameters<typeof serializeTransaction>[0], {
    r,
    s: toHex(order - BigInt(s), { size: 32 }),
    yParity: 1 - yParity,
  })
  await refused(high, 'TX_SIGNATURE_INVALID')
})

test('an unsigned one is refused', async () => {
  await refused(serializeTransaction({ ...free, to }), 'TX_SIGNATURE_INVALID')
})

test('gas below what it needs is refused, the calldata floor included', async () => {
  await refused(await account.signTransaction({ ...free, to, gas: 20_999n }), 'TX_GAS_TOO_LOW')
  // 2,000 non-zero bytes: 53,000 by the old rule, 101,000 by the floor that the chain enforces only when mining.
  const data: Hex = `0x${'11'.repeat(2_000)}`
  await refused(await account.signTransaction({ ...free, to, data, gas: 100_999n }), 'TX_GAS_TOO_LOW')
  await readTransaction(await account.signTransaction({ ...free, to, data, gas: 101_000n }), chainId)
})

test('what no block can hold is refused', async () => {
  await refused(await account.signTransaction({ ...free, to, gas: 30_000_001n }), 'TX_GAS_TOO_HIGH')
  const initcode: Hex = `0x${'00'.repeat(49_153)}`
  await refused(
    await account.signTransaction({ ...free, data: initcode, gas: 5_000_000n }),
    'TX_INITCODE_TOO_LARGE',
  )
  const large: Hex = `0x${'00'.repeat(128 * 1024)}`
  await refused(await account.signTransaction({ ...free, to, data: large, gas: 5_000_000n }), 'TX_TOO_LARGE')
})
