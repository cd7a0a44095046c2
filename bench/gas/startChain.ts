import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAnvil } from '@usufruct/chain/anvil/startAnvil'
import {
  type Abi,
  type Account,
  type Address,
  type Chain as ChainInfo,
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  type LocalAccount,
  MethodNotFoundRpcError,
  numberToHex,
  type PublicClient,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
} from 'viem'

export type Artifact = { abi: Abi; bytecode: Hex }

export type Call = {
  from: LocalAccount
  to: Address
  abi: Abi
  functionName: string
  args?: readonly unknown[]
}

/** A local chain on which nothing is left to chance: the same calls give the same addresses, the same times and the
 * same bytes, and so the same gas, to the unit. */
export type Chain = {
  client: PublicClient
  walletOf: (account: LocalAccount) => WalletClient<Transport, ChainInfo, Account>
  deploy: (from: LocalAccount, artifact: Artifact, args?: readonly unknown[]) => Promise<Address>
  send: (call: Call) => Promise<TransactionReceipt>
  /** What the whole transaction used, as its receipt says. */
  gasOf: (call: Call) => Promise<number>
  /** What the call used beyond what every transaction with these bytes pays: for a view, which needs none. */
  executionOf: (call: Call) => Promise<number>
  read: <T>(to: Address, abi: Abi, functionName: string, args?: readonly unknown[]) => Promise<T>
  /** Time of the last block, in Unix seconds. Blocks are a second apart. */
  time: () => number
  /** Makes the next block that many seconds later. */
  elapse: (seconds: number) => void
  /** Does something and then undoes it, the time too: what comes first changes nothing for what comes after. */
  undone: <T>(work: () => Promise<T>) => Promise<T>
  end: () => Promise<void>
}

/** The first block’s time, in Unix seconds: deadlines and ends are counted from it, so that they never change. */
export const genesisAt = 1_800_000_000
const chainId = 31_337
/** More than any call here needs. A limit does not change what is used, and estimating would double the calls. */
const gasLimit = 16_000_000n

/** The project’s own embedded chain (anvil, Prague rules), with a block for each transaction. */
export async function startChain(): Promise<Chain> {
  const directory = await mkdtemp(join(tmpdir(), 'usufruct-gas-'))
  const anvil = await startAnvil({ directory, chainId, genesisAt })
  let now = genesisAt

  const mine = async (method: string, params: readonly unknown[]) => {
    const hash = await anvil.get<Hex>(method, params)
    now += 1
    await anvil.get('evm_setNextBlockTimestamp', [numberToHex(now)])
    await anvil.get('evm_mine')
    return hash
  }
  const request = async ({ method, params = [] }: { method: string; params?: readonly unknown[] }) => {
    if (method === 'eth_sendRawTransaction') return mine(method, params)
    // Gas is counted here and not paid: nobody owns ether.
    if (method === 'eth_maxPriorityFeePerGas') return '0x0'
    if (method === 'eth_fillTransaction') throw new MethodNotFoundRpcError(new Error('It would add a tip.'))
    return anvil.get(method, params)
  }

  const info = defineChain({
    id: chainId,
    name: 'bench',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [] } },
  })
  const transport = custom({ request }, { retryCount: 0 })
  const client = createPublicClient({ chain: info, transport, pollingInterval: 5 })

  const transact = async (from: LocalAccount, to: Address | undefined, data: Hex) => {
    const nonce = await client.getTransactionCount({ address: from.address })
    const rest = { type: 'eip1559', chainId, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n } as const
    const signed = await from.signTransaction({
      ...rest,
      nonce,
      gas: gasLimit,
      data,
      ...(to === undefined ? {} : { to }),
    })
    const hash = await client.sendRawTransaction({ serializedTransaction: signed })
    return client.getTransactionReceipt({ hash })
  }

  const send = async ({ from, to, abi, functionName, args = [] }: Call) => {
    const receipt = await transact(from, to, encodeFunctionData({ abi, functionName, args }))
    if (receipt.status === 'success') return receipt
    // Again as a view, which says why.
    await client.simulateContract({ account: from.address, address: to, abi, functionName, args })
    throw new Error(`${functionName} was reverted.`)
  }

  const gasOf = async (call: Call) => Number((await send(call)).gasUsed)

  return {
    client,
    walletOf: (account) => createWalletClient({ account, chain: info, transport }),
    deploy: async (from, { abi, bytecode }, args = []) => {
      const receipt = await transact(from, undefined, encodeDeployData({ abi, bytecode, args }))
      if (receipt.status !== 'success' || !receipt.contractAddress)
        throw new Error('A contract does not deploy.')
      return receipt.contractAddress.toLowerCase() as Address
    },
    send,
    gasOf,
    executionOf: async (call) => {
      const { abi, functionName, args = [] } = call
      return (await gasOf(call)) - intrinsicGas(encodeFunctionData({ abi, functionName, args }))
    },
    read: async <T>(to: Address, abi: Abi, functionName: string, args: readonly unknown[] = []) =>
      (await client.readContract({ address: to, abi, functionName, args })) as T,
    time: () => now,
    elapse: (seconds) => {
      now += seconds
    },
    undone: async (work) => {
      const [snapshot, then] = [await anvil.get<Hex>('evm_snapshot'), now]
      try {
        return await work()
      } finally {
        await anvil.get('evm_revert', [snapshot])
        now = then
      }
    },
    end: async () => {
      await anvil.end('SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** 21,000 and each byte of calldata. The floor of EIP-7623 does not bind where a call also executes. */
const intrinsicGas = (data: Hex): number =>
  Buffer.from(data.slice(2), 'hex').reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 21_000)
