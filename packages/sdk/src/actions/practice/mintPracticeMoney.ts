import type { Hex } from 'viem'
import { practiceDollarAbi } from '../../contracts/generated/PracticeDollar.ts'
import { UsufructError } from '../../domain/errors.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { ownTransaction } from '../ownTransaction.ts'

/** Gives the account test money. @throws UsufructError `NOT_A_PRACTICE_DAO` */
export async function mintPracticeMoney(actor: Actor, amount: bigint): Promise<{ transaction: Hex }> {
  const { address } = requireAccount(actor)
  if (!actor.dao.practice)
    throw new UsufructError({
      code: 'NOT_A_PRACTICE_DAO',
      kind: 'permission',
      message: 'This DAO’s money is real and cannot be made.',
      hint: `Send ${actor.dao.coin.symbol} to ${address}.`,
    })
  const receipt = await ownTransaction(actor, {
    address: actor.dao.deployment.coin,
    abi: practiceDollarAbi,
    functionName: 'mint',
    args: [address, amount],
  })
  return { transaction: receipt.transactionHash }
}
