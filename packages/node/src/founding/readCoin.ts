import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import type { Address, PublicClient } from 'viem'

/** How the chain names the coin that licenses are paid in. */
export const readCoin = async (publicClient: Pick<PublicClient, 'readContract'>, address: Address) => {
  const coin = { address, abi: practiceDollarAbi } as const
  const [name, symbol, decimals] = await Promise.all([
    publicClient.readContract({ ...coin, functionName: 'name' }),
    publicClient.readContract({ ...coin, functionName: 'symbol' }),
    publicClient.readContract({ ...coin, functionName: 'decimals' }),
  ])
  return { address, name, symbol, decimals }
}
