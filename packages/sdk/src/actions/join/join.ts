import { findUsufructError } from '../../domain/errors.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { joinTypes } from '../../messages/onchain.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { relayAct, signatureDeadline } from '../relayAct.ts'

export type Joined = { account: `0x${string}`; charter: `0x${string}`; transaction: `0x${string}` | null }

/** Makes the account a member under the DAO's current charter. Who is one already stays one. */
export async function join(actor: Actor): Promise<Joined> {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const charter = actor.dao.charter.hash
  const deadline = signatureDeadline()
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: joinTypes,
    primaryType: 'Join',
    message: { account: address, charter, deadline },
  })
  try {
    const { transaction } = await relayAct(actor, {
      kind: 'join',
      message: { account: address, charter, deadline: String(deadline) },
      signature,
    })
    return { account: address, charter, transaction }
  } catch (error) {
    if (findUsufructError(error)?.code === 'MEMBERSHIP_ALREADY_MEMBER')
      return { account: address, charter, transaction: null }
    throw error
  }
}
