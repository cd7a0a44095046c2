import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Address, Hex, PublicClient } from 'viem'

/** Members join under the hash on chain. @throws UsufructError `CHARTER_NOT_ON_CHAIN` if it is another text's */
export const requireCharterOnChain = async (
  publicClient: Pick<PublicClient, 'readContract'>,
  members: Address,
  hash: Hex,
): Promise<void> => {
  const onChain = await publicClient.readContract({
    address: members,
    abi: membersAbi,
    functionName: 'charter',
  })
  if (onChain.toLowerCase() === hash) return
  throw new UsufructError({
    code: 'CHARTER_NOT_ON_CHAIN',
    kind: 'conflict',
    message: 'The charter in this home is not the one that the DAO’s contracts were founded on.',
    hint: 'Put back the home’s folder `dao`, or start with another --home.',
    details: { onChain, home: hash },
  })
}
