import { UsufructError } from '@usufruct/sdk/domain/errors'
import { maxRequestLifetime } from '@usufruct/sdk/shares/keeperContract'
import type { Address } from 'viem'
import type { Keeper } from '../keeper.ts'

const refuse = (code: string, message: string, hint: string, details: Record<string, unknown>) =>
  new UsufructError({ code, kind: 'permission', message, hint, details })

/** @throws UsufructError `REQUEST_FOREIGN_KEEPER`: an answer meant for one keeper is no use to another. */
export function checkNamesThisKeeper({ identity }: Keeper, keeper: Address): void {
  const own = identity.account.address.toLowerCase()
  if (keeper.toLowerCase() !== own)
    throw refuse('REQUEST_FOREIGN_KEEPER', 'The request names another keeper.', 'Sign one for each keeper.', {
      named: keeper,
      this: own,
    })
}

/** @throws UsufructError `REQUEST_EXPIRED`, `REQUEST_DEADLINE_TOO_FAR` */
export function checkDeadline(deadline: number, time: number): void {
  if (deadline < time)
    throw refuse('REQUEST_EXPIRED', 'The request’s deadline has passed.', 'Sign a new one.', {
      deadline,
      time,
    })
  if (deadline > time + maxRequestLifetime)
    throw refuse(
      'REQUEST_DEADLINE_TOO_FAR',
      'The request’s deadline is too far away.',
      `Choose one at most ${maxRequestLifetime} seconds from now.`,
      { deadline, time },
    )
}

export const signatureInvalid = (account: Address) =>
  new UsufructError({
    code: 'SIGNATURE_INVALID',
    kind: 'unauthenticated',
    message: `The signature is not that of ${account}.`,
    hint: 'Sign with the account that the request is for, on this DAO’s chain.',
    details: { account },
  })
