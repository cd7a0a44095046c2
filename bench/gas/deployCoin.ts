import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import { practiceDollarBytecode } from '@usufruct/sdk/contracts/generated/PracticeDollar.bytecode'
import { type Abi, type Address, type LocalAccount, maxUint256 } from 'viem'
import { accountOf } from './accountOf.ts'
import type { Chain } from './startChain.ts'

export type Coin = {
  address: Address
  abi: Abi
  mint: (to: Address) => Promise<void>
  /** Lets `spender` take whatever it likes, once and for all; gives what that used. */
  approve: (from: LocalAccount, spender: Address) => Promise<number>
  /** Somebody with money who has approved `spender`. */
  buyer: (name: string, spender: Address) => Promise<LocalAccount>
}

/** OpenZeppelin’s ERC-20 with six decimals. */
export async function deployCoin(chain: Chain): Promise<Coin> {
  const abi = practiceDollarAbi as Abi
  const bank = accountOf('bank')
  const address = await chain.deploy(bank, { abi, bytecode: practiceDollarBytecode })
  const mint = async (to: Address) => {
    await chain.send({ from: bank, to: address, abi, functionName: 'mint', args: [to, 10n ** 15n] })
  }
  const approve = (from: LocalAccount, spender: Address) =>
    chain.gasOf({ from, to: address, abi, functionName: 'approve', args: [spender, maxUint256] })
  const buyer = async (name: string, spender: Address) => {
    const account = accountOf(name)
    await mint(account.address)
    await approve(account, spender)
    return account
  }
  return { address, abi, mint, approve, buyer }
}
