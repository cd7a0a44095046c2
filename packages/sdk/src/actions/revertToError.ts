import { type Abi, decodeErrorResult, type Hex, isHex } from 'viem'
import { accessManagerAbi } from '../contracts/generated/AccessManager.ts'
import { consentsAbi } from '../contracts/generated/Consents.ts'
import { contributionsAbi } from '../contracts/generated/Contributions.ts'
import { licensesAbi } from '../contracts/generated/Licenses.ts'
import { membershipAbi } from '../contracts/generated/Membership.ts'
import { offersAbi } from '../contracts/generated/Offers.ts'
import { practiceDollarAbi } from '../contracts/generated/PracticeDollar.ts'
import { type ErrorKind, findUsufructError, UsufructError } from '../domain/errors.ts'

/** Every custom error of the DAO's contracts. `Error(string)` and `Panic(uint256)` viem knows by itself. */
const errorsAbi: Abi = [
  ...membershipAbi,
  ...consentsAbi,
  ...contributionsAbi,
  ...offersAbi,
  ...licensesAbi,
  ...practiceDollarAbi,
  ...accessManagerAbi,
].filter((item) => item.type === 'error')

type Reading = { kind: ErrorKind; message: string; hint: string }

const signAgain = 'Sign it again; check that the device’s clock is right.'
const expired: Reading = {
  kind: 'conflict',
  message: 'The signature was valid for a while only, and that is over.',
  hint: signAgain,
}
const foreign: Reading = {
  kind: 'unauthenticated',
  message: 'The signature is not this account’s, or was made for another DAO.',
  hint: 'Sign with the account’s own key, for this DAO’s chain and contracts.',
}
const notAllowed: Reading = {
  kind: 'permission',
  message: 'This account has no role that may do this.',
  hint: 'Use an account that has, such as the operator’s.',
}

/** What the errors that a person can run into mean to them, by the contract's own name for each. Those that
 * only a faulty program meets get the plain answer below. */
const readings: Record<string, Reading> = {
  MembershipAlreadyMember: {
    kind: 'conflict',
    message: 'This account is a member already.',
    hint: 'There is nothing left to do.',
  },
  MembershipNotMember: {
    kind: 'permission',
    message: 'This account is not a member.',
    hint: 'Join first: usufruct join --as NAME.',
  },
  MembershipUnknownCharter: {
    kind: 'conflict',
    message: 'The charter was replaced meanwhile.',
    hint: 'Read the current charter and join under that one.',
  },
  MembershipSignatureUsed: {
    kind: 'conflict',
    message: 'This signature to join was used before.',
    hint: 'To join again after leaving, sign anew.',
  },
  MembershipInvalidSignature: foreign,
  MembershipSignatureExpired: expired,
  ConsentsIdUsed: {
    kind: 'conflict',
    message: 'This consent was given or taken back before, and an id is used once.',
    hint: 'Give a new one.',
  },
  ConsentsNoPurposes: {
    kind: 'input',
    message: 'A consent has to name at least one purpose.',
    hint: 'Name them with --purposes.',
  },
  ConsentsEndPassed: {
    kind: 'input',
    message: 'A consent has to end in the future.',
    hint: 'Name a later day with --until.',
  },
  ConsentsInvalidSignature: foreign,
  ConsentsSignatureExpired: expired,
  ContributionsIdUsed: {
    kind: 'conflict',
    message: 'This contribution is registered already.',
    hint: 'There is nothing left to register.',
  },
  ContributionsUnknown: {
    kind: 'notFound',
    message: 'There is no such contribution on the chain.',
    hint: 'Look at its id again.',
  },
  ContributionsNotOwner: {
    kind: 'permission',
    message: 'This contribution was lent by another account.',
    hint: 'Use the account that lent it.',
  },
  ContributionsStatusFinal: {
    kind: 'conflict',
    message: 'What was decided about this contribution is final.',
    hint: 'Lend the data again if it should be looked at anew.',
  },
  ContributionsInvalidSignature: foreign,
  ContributionsSignatureExpired: expired,
  OffersUnknown: {
    kind: 'notFound',
    message: 'There is no such offer.',
    hint: 'See `usufruct datasets` for those there are.',
  },
  OffersOfferClosed: {
    kind: 'conflict',
    message: 'This offer is closed.',
    hint: 'See `usufruct datasets` for those that are open.',
  },
  OffersUnexpectedRelease: {
    kind: 'conflict',
    message: 'A newer version of the data has come out meanwhile.',
    hint: 'Ask for a new quote and try again.',
  },
  OffersReleaseNotActive: {
    kind: 'conflict',
    message: 'This version cannot be licensed yet.',
    hint: 'Wait until its challenge window is over.',
  },
  OffersReleasePending: {
    kind: 'conflict',
    message: 'Another version of this offer waits to be activated.',
    hint: 'Try again when its challenge window is over.',
  },
  OffersTooSoon: {
    kind: 'conflict',
    message: 'The charter asks for more time between two versions.',
    hint: 'Try again later.',
  },
  OffersWindowOpen: {
    kind: 'conflict',
    message: 'The version can still be challenged.',
    hint: 'Try again when its challenge window is over.',
  },
  OffersPriceAboveMaximum: {
    kind: 'conflict',
    message: 'The price is above the most you wanted to pay.',
    hint: 'Ask for a new quote, or raise the maximum.',
  },
  OffersTermOutOfRange: {
    kind: 'input',
    message: 'This offer is not licensed for so many months.',
    hint: 'Ask for at least 1 month and at most what the offer says.',
  },
  OffersTermBeyondRelease: {
    kind: 'conflict',
    message: 'The license would last longer than the permissions behind it.',
    hint: 'Ask for fewer months, or wait for the next version.',
  },
  OffersNobodyToPay: {
    kind: 'conflict',
    message: 'Nobody’s data is in this offer now, so nothing can be sold.',
    hint: 'Wait for the next version.',
  },
  OffersNothingToClaim: {
    kind: 'conflict',
    message: 'There is nothing to take here.',
    hint: 'See `usufruct earnings`.',
  },
  OffersNothingToCollect: {
    kind: 'conflict',
    message: 'There is no credit to collect.',
    hint: 'See `usufruct earnings`.',
  },
  OffersInvalidSignature: foreign,
  OffersSignatureExpired: expired,
  LicensesUnknown: {
    kind: 'notFound',
    message: 'There is no such license.',
    hint: 'See `usufruct license list --all` for those there are.',
  },
  LicensesNotOwner: {
    kind: 'permission',
    message: 'This license belongs to another account.',
    hint: 'Use the account that bought it.',
  },
  LicensesNotTransferable: {
    kind: 'permission',
    message: 'A license stays with the account that bought it.',
    hint: 'Buy one for the other account.',
  },
  ERC20InsufficientBalance: {
    kind: 'conflict',
    message: 'The account does not have that much money.',
    hint: 'Top it up first.',
  },
  ERC20InsufficientAllowance: {
    kind: 'conflict',
    message: 'The contract was not permitted to take that much money.',
    hint: 'Try again, and sign the permission to pay.',
  },
  ERC2612ExpiredSignature: expired,
  ERC2612InvalidSigner: foreign,
  // The nonce of a signed message was used: another one of the same account came first.
  InvalidAccountNonce: {
    kind: 'conflict',
    message: 'Another signed act of this account came first.',
    hint: 'Try again.',
  },
  AccessManagedUnauthorized: notAllowed,
  AccessManagerUnauthorizedAccount: notAllowed,
}

/** `ConsentsIdUsed` → `CONSENTS_ID_USED`: a program can match on what the contract says. */
const codeOf = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()

/** What a revert of one of the DAO's contracts means, from its data. */
export function decodeRevert(data: Hex, cause?: unknown): UsufructError {
  let name = 'Unknown'
  let values: unknown[] = []
  try {
    const decoded = decodeErrorResult({ abi: errorsAbi, data })
    name = decoded.errorName
    values = [...((decoded.args as readonly unknown[] | undefined) ?? [])]
  } catch {
    // A contract of another version; the data below is all there is to say.
  }
  const reading = readings[name]
  return new UsufructError({
    code: name === 'Unknown' || name === 'Error' || name === 'Panic' ? 'REVERTED' : codeOf(name),
    kind: reading?.kind ?? 'conflict',
    message: reading?.message ?? `The contract refused this (${name}).`,
    hint:
      reading?.hint ?? 'Something changed between the check and the act, or the versions differ: look again.',
    details: {
      error: name,
      // JSON has no bigints.
      values: values.map((value) => (typeof value === 'bigint' ? String(value) : value)),
      ...(name === 'Unknown' ? { data } : {}),
    },
    cause,
  })
}

/** The bytes a contract reverted with, wherever in the chain of causes a library put them. */
function revertDataOf(error: unknown): Hex | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { raw, data } = at as { raw?: unknown; data?: unknown }
    for (const candidate of [raw, data, (data as { data?: unknown } | null | undefined)?.data])
      if (isHex(candidate) && candidate.length >= 10) return candidate
  }
  return undefined
}

/** An error of a call to the chain as one with a code and a way out; anything that is no revert as it was. */
export function revertToError(error: unknown): Error {
  const known = findUsufructError(error)
  if (known) return known
  const data = revertDataOf(error)
  if (data) return decodeRevert(data, error)
  return error instanceof Error ? error : new Error(String(error))
}
