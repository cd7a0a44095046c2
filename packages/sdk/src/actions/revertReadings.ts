import type { ErrorKind } from '../domain/errors.ts'

/** What a contract's error means to a person, and a way out. */
export type Reading = { kind: ErrorKind; message: string; hint: string }

const reading =
  (kind: ErrorKind) =>
  (message: string, hint: string): Reading => ({ kind, message, hint })
const conflict = reading('conflict')
const input = reading('input')
const missing = reading('notFound')
const denied = reading('permission')

const expired = conflict(
  'The signature was valid for a while only, and that is over.',
  'Sign it again; check that the device’s clock is right.',
)
const foreign = reading('unauthenticated')(
  'The signature is not this account’s, or was made for another DAO.',
  'Sign with the account’s own key, for this DAO’s chain and contracts.',
)
const notAllowed = denied(
  'This account has no role that may do this.',
  'Use an account that has, such as the operator’s.',
)
const lists = input('The two lists do not have the same length.', 'Give one entry of each for every row.')
const anchored = conflict('These were anchored before.', 'There is nothing left to do.')
const notThere = conflict(
  'What was shown is not in that version of the data.',
  'Make the proof anew from the version’s own tree.',
)
const notOut = conflict('This version is not out.', 'Wait until its challenge window is over.')
const noSuchRelease = conflict(
  'A newer version of the data has come out meanwhile.',
  'Ask for a new quote and try again.',
)

const membership = {
  MembershipAlreadyMember: conflict('This account is a member already.', 'There is nothing left to do.'),
  MembershipNotMember: denied('This account is not a member.', 'Join first: usufruct join --as NAME.'),
  MembershipNoCharter: input('A charter has a hash.', 'Name the hash of the charter’s text.'),
  MembershipUnknownCharter: conflict(
    'The charter was replaced meanwhile.',
    'Read the current charter and join under that one.',
  ),
  MembershipSignatureUsed: conflict(
    'This signature to join was used before.',
    'To join again after leaving, sign anew.',
  ),
  MembershipInvalidSignature: foreign,
  MembershipSignatureExpired: expired,
  MembershipNotTransferable: denied('A membership cannot be passed on.', 'Whoever wants one joins.'),
}

const consents = {
  ConsentsIdUsed: conflict(
    'This consent was given, paused or taken back before, and an id is used once.',
    'Give a new one.',
  ),
  ConsentsUnknown: missing(
    'The chain has no such consent of this account.',
    'Look at its id again, or take it back as one that was never sent in.',
  ),
  ConsentsNoPurposes: input('A consent has to name at least one purpose.', 'Name them with --purposes.'),
  ConsentsInvalidBits: input(
    'The consent names purposes that there are not.',
    'Name only purposes that the agreement lists.',
  ),
  ConsentsEndPassed: input('A consent has to end in the future.', 'Name a later day with --until.'),
  ConsentsInvalidSignature: foreign,
  ConsentsSignatureExpired: expired,
  ConsentsRootUsed: anchored,
}

const contributions = {
  ContributionsIdUsed: conflict(
    'This contribution is registered already.',
    'There is nothing left to register.',
  ),
  ContributionsUnknown: missing('There is no such contribution on the chain.', 'Look at its id again.'),
  ContributionsNotOwner: denied(
    'This contribution was lent by another account.',
    'Use the account that lent it.',
  ),
  ContributionsStatusFinal: conflict(
    'What was decided about this contribution is final.',
    'Lend the data again if it should be looked at anew.',
  ),
  ContributionsStatusNotForReview: input(
    'A review accepts, rejects or returns, and nothing else.',
    'Choose one of the three.',
  ),
  ContributionsLengthMismatch: lists,
  ContributionsInvalidSignature: foreign,
  ContributionsSignatureExpired: expired,
  ContributionsRootUsed: anchored,
  ContributionsNotUnderRoot: conflict(
    'This registration is not under that root, or was signed too late for it.',
    'Make the proof anew from the file that was anchored.',
  ),
  ProcessingInvalidTasks: input(
    'A processing grant names one task or more, in at most 100 characters.',
    'Choose from clean, review, value and audit.',
  ),
  ProcessingEnded: conflict(
    'This processing grant has ended: what permits nothing is not put on the chain.',
    'Grant it again, until a later time.',
  ),
  ProcessingInvalidSignature: foreign,
  DepositsInsufficient: conflict(
    'Too little of the deposit is free for this.',
    'Add to it, or wait until a contribution’s part of it is free again.',
  ),
  DepositsNothingLocked: conflict(
    'Nothing of the deposit answers for this contribution.',
    'There is nothing left to do.',
  ),
  DepositsLocked: conflict(
    'The deposit still answers for this contribution.',
    'Try again when its time is over.',
  ),
  DepositsNotActive: notOut,
  DepositsInvalidProof: notThere,
}

const offers = {
  OffersUnknown: missing('There is no such offer.', 'See `usufruct datasets` for those there are.'),
  OffersOfferClosed: conflict('This offer is closed.', 'See `usufruct datasets` for those that are open.'),
  OffersInvalidDataset: input(
    'That is no id that a dataset can have.',
    'Name the dataset; its id is made from that.',
  ),
  OffersNoPurposes: input('An offer has to name at least one purpose.', 'Name what it is for.'),
  OffersNoTerm: input('An offer has to last at least a month.', 'Name how many months can be bought.'),
  OffersTooMany: conflict(
    'This dataset has as many open offers as it can have.',
    'Close one of them first, or let one succeed it.',
  ),
  OffersBelowReserve: conflict(
    'The price is below the least that a month of this offer may cost.',
    'Ask for more, or have the contributors lower the reserve.',
  ),
  OffersReserveFalls: denied(
    'Raising the reserve cannot lower it.',
    'Lowering it is for the contributors to decide.',
  ),
  OffersUnexpectedRelease: noSuchRelease,
  OffersReleaseNotActive: conflict(
    'This version cannot be licensed yet.',
    'Wait until its challenge window is over.',
  ),
  OffersPriceAboveMaximum: conflict(
    'The price is above the most you wanted to pay.',
    'Ask for a new quote, or raise the maximum.',
  ),
  OffersTermOutOfRange: input(
    'This offer is not licensed for so many months.',
    'Ask for at least 1 month and at most what the offer says.',
  ),
  OffersTermBeyondRelease: conflict(
    'The license would last longer than the permissions behind it.',
    'Ask for fewer months, or wait for the next version.',
  ),
  OffersNobodyToPay: conflict(
    'Nobody’s data is in this offer now, so nothing can be sold.',
    'Wait for the next version.',
  ),
  OffersInvalidProof: notThere,
  OffersLeafAlreadyJoined: conflict('This permission earns already.', 'There is nothing left to do.'),
  OffersNotFreezable: conflict(
    'This permission goes on, so it goes on earning.',
    'Only one that is over, or not in the current version, can be stopped.',
  ),
  OffersNothingToClaim: conflict('There is nothing to take here.', 'See `usufruct earnings`.'),
  OffersNothingToCollect: conflict('There is no credit to collect.', 'See `usufruct earnings`.'),
  OffersPotTooSmall: conflict(
    'There is less in the pot than should be paid from it.',
    'Pay out less, or wait for more sales.',
  ),
  OffersContributorsBelowFloor: conflict(
    'The charter keeps more for contributors than this split leaves them.',
    'Give them at least what the charter says.',
  ),
  OffersInvalidSplit: input('The shares do not add up to the whole.', 'Let the three sum to 10,000.'),
  OffersLengthMismatch: lists,
  OffersInvalidSignature: foreign,
  OffersSignatureExpired: expired,
  OffersOnlyMembers: notAllowed,
  OffersOnlyReleases: notAllowed,
  LicensesUnknown: missing(
    'There is no such license.',
    'See `usufruct license list --all` for those there are.',
  ),
  LicensesNotOwner: denied('This license belongs to another account.', 'Use the account that bought it.'),
  LicensesNotTransferable: denied(
    'A license stays with the account that bought it.',
    'Buy one for the other account.',
  ),
  LicensesOver: conflict('This license has ended.', 'Buy a new one, or renew it while it lasts.'),
  LicensesPriceChanged: conflict(
    'The price is not the one that was signed for.',
    'Ask for a new quote and sign that.',
  ),
  LicensesRenewByRenew: input(
    'A license is renewed for a version and a price.',
    'Use the license’s own renewal, which names both.',
  ),
  LicensesRevokedForCause: conflict(
    'This license was revoked after a ruling, and cannot be renewed.',
    'Ask the DAO about the ruling.',
  ),
  LicensesNothingToPay: input('Giving a license up costs nothing.', 'Send it without ether.'),
}

const releases = {
  ReleasesUnexpected: conflict(
    'Another version of this offer was asserted meanwhile.',
    'Make the next one from what is there now.',
  ),
  ReleasesPending: conflict(
    'Another version of this offer waits to be activated.',
    'Try again when its challenge window is over.',
  ),
  ReleasesNotPending: conflict(
    'This version does not wait for anything, or is not the one that was asserted.',
    'Look at the offer’s versions again.',
  ),
  ReleasesNotActive: notOut,
  ReleasesInvalidTime: input(
    'A version is of a moment after the last one’s, not long ago and not in the future.',
    'Make it anew from what is there now.',
  ),
  ReleasesInvalidTerm: input(
    'Licenses of a version have to last beyond its challenge window.',
    'Leave out the permissions that end so soon.',
  ),
  ReleasesInvalidRoot: input(
    'A version with weights has a root, and one without has none.',
    'Make its tree anew.',
  ),
  ReleasesWindowOpen: conflict(
    'The version can still be challenged.',
    'Try again when its challenge window is over.',
  ),
  ReleasesWindowOver: conflict(
    'The version can no longer be challenged.',
    'What is wrong with it can still be reported to the DAO.',
  ),
  ReleasesTooSoon: conflict('The charter asks for more time between two versions.', 'Try again later.'),
  ReleasesQuestionsOpen: conflict(
    'Somebody asked to be shown a part of this version.',
    'Answer first: until then it cannot be activated.',
  ),
  ReleasesDisputed: conflict('This version is disputed.', 'Wait for the arbiter.'),
  ReleasesNotDisputed: conflict('Nobody disputes this version.', 'There is nothing to decide.'),
  ReleasesInvalidRuling: input(
    'A ruling lets the version stand (1) or strikes it out (2).',
    'Choose one of the two.',
  ),
  ReleasesRulingDue: conflict('The arbiter still has time to decide.', 'Try again when that is over.'),
  ReleasesInvalidProof: notThere,
  ReleasesInvalidPartProof: notThere,
  ReleasesNoFault: conflict(
    'That permission was good when the version was made.',
    'Look for another fault, or leave the version alone.',
  ),
  ReleasesNotDecidable: conflict(
    'The chain has no record of that permission, so it cannot tell.',
    'Ask to be shown it instead.',
  ),
  ReleasesInvalidPoint: input(
    'There is no such point in this version’s weights.',
    'Name a number less than their sum.',
  ),
  ReleasesAskedAlready: conflict('That was asked before.', 'Wait for the answer.'),
  ReleasesNotAsked: conflict('Nobody asked for that.', 'Look again at what is asked.'),
  ReleasesAnswerDue: conflict('There is still time to answer.', 'Try again when that is over.'),
  ReleasesAnswerInsufficient: conflict(
    'What was shown does not answer the question.',
    'Show the part that was asked for, with the permission behind it.',
  ),
  ReleasesNotCuttable: conflict(
    'This contribution still stands, so it goes on earning.',
    'Only one that was accepted and then taken out can be cut.',
  ),
  ReleasesPartAlreadyCut: conflict(
    'This contribution was taken out of the version before.',
    'There is nothing left to do.',
  ),
  ReleasesStakeIncomplete: conflict(
    'Less money arrived than has to be at stake.',
    'Use a coin that keeps nothing of a payment.',
  ),
  ReleasesNothingToCollect: conflict('There is no bond or stake to collect.', 'See `usufruct earnings`.'),
}

const factory = {
  DaoFactoryInvalidSplit: input(
    'The split leaves contributors less than their floor, or gives out more than the whole.',
    'Let reviewers’ and treasury’s shares and the contributors’ floor fit into 10,000.',
  ),
  DaoFactoryNoCoin: input(
    'There is no coin at that address.',
    'Check the address and the chain that the charter names.',
  ),
  DaoFactoryNoAdmin: input(
    'Somebody has to answer for the parameters.',
    'Name an admin: the founders’ joint account, say.',
  ),
  DaoFactoryNoCharter: input('A DAO is founded on a charter.', 'Name the charter’s hash.'),
  DaoFactoryUnknownRole: input(
    'That role is none that a founding gives.',
    'Give roles of the role table; the admin is named by itself.',
  ),
  DaoFactoryUnknownCore: conflict(
    'Nothing was begun there with just these parameters.',
    'Complete it with the very parameters that it was begun with.',
  ),
}

const others = {
  ERC20InsufficientBalance: conflict('The account does not have that much money.', 'Top it up first.'),
  ERC20InsufficientAllowance: conflict(
    'The contract was not permitted to take that much money.',
    'Try again, and sign the permission to pay.',
  ),
  ERC2612ExpiredSignature: expired,
  ERC2612InvalidSigner: foreign,
  ERC3009InvalidAuthorizationTime: expired,
  ERC3009InvalidSignature: foreign,
  ERC3009UsedAuthorization: conflict('This payment was made before.', 'Sign a new one to pay again.'),
  // The nonce of a signed message was used: another one of the same account came first.
  InvalidAccountNonce: conflict('Another signed act of this account came first.', 'Try again.'),
  AccessManagedUnauthorized: notAllowed,
  AccessManagerUnauthorizedAccount: notAllowed,
}

/** By the contract's own name for each error: all of the DAO's own, and those of the libraries beneath that a person can
 * run into. What is not here only a faulty program meets. */
export const revertReadings: Readonly<Record<string, Reading>> = {
  ...membership,
  ...consents,
  ...contributions,
  ...offers,
  ...releases,
  ...factory,
  ...others,
}
