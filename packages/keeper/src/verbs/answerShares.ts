import { setImmediate } from 'node:timers/promises'
import type { KeeperAnswer, RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import { sealAnswer } from '@usufruct/sdk/shares/sealAnswer'
import type { Address, Hex } from 'viem'
import type { Keeper } from '../keeper.ts'
import type { AccessEntry } from '../store/accessLog.ts'

export type Refused = { contribution: Hex; code: RefusalCode }

export type AnswerParameters = {
  /** Contributions that the requester is entitled to; those without a share here are refused. */
  entitled: readonly Hex[]
  refused: Refused[]
  ephemeralKey: Hex
  nonce: Hex
  deadline: number
  time: number
  access: Pick<AccessEntry, 'who' | 'under' | 'request'>
}

/** Other requests get their turn after so many. */
const servedPerTurn = 128

/**
 * Burns the nonce, writes down who is given what, and only then seals. A crash in between logs an access that
 * did not happen; never the other way round.
 */
export async function answerShares(keeper: Keeper, parameters: AnswerParameters): Promise<KeeperAnswer> {
  const { entitled, ephemeralKey, nonce, deadline, time, access } = parameters
  const address = keeper.identity.account.address.toLowerCase() as Address
  await keeper.nonces.use({ who: access.who, nonce, deadline }, time)
  const refused = [...parameters.refused]
  const served: { contribution: Hex; share: Uint8Array }[] = []
  for (const contribution of entitled) {
    const share = keeper.shares.open(contribution)
    if (typeof share === 'string') refused.push({ contribution, code: share })
    else served.push({ contribution, share })
  }
  if (served.length > 0)
    await keeper.accesses.add({
      at: time,
      ...access,
      contributions: served.map(({ contribution }) => contribution),
    })
  const inTurns = async function* () {
    for (const [i, share] of served.entries()) {
      if (i % servedPerTurn === servedPerTurn - 1) await setImmediate()
      yield share
    }
  }
  const binding = { keeper: address, request: access.request }
  return { keeper: address, ...(await sealAnswer(inTurns(), ephemeralKey, binding)), refused }
}
