import { purposes } from '../domain/purposes.ts'
import type { Charter, CharterOffer, VoteClass } from './charter.ts'
import { amountOf, duration, percentOf, type Words, wordsIn } from './words.ts'
import { wrappers } from './wrappers.ts'

/** Of the practice coin, and of the stablecoins that charters name. */
const coinDecimals = 6

const labels = new Map<string, string>(purposes.map(({ code, label }) => [code, label]))

const voteIn = (
  weight: keyof Words['weights'],
  { quorumPct, passPct, days }: VoteClass,
  words: Words,
): string =>
  words.vote(
    words.weights[weight],
    percentOf(quorumPct * 100, words),
    percentOf(passPct * 100, words),
    duration(days * 86_400, words),
  )

/** What a license text can name about the offer it is for. */
const offerParameters = ({ name, purposes: codes, maxMonths }: CharterOffer): Record<string, string> => ({
  'offer.name': name,
  'offer.purposes': codes.map((code) => labels.get(code) ?? code).join('; '),
  'offer.maxMonths': String(maxMonths),
})

/**
 * Everything a template can ask of a charter, by the names that its `{{a.b}}` use, each one line of plain text in
 * the text's language. Depends on nothing but its arguments.
 */
export const parametersOf = (
  charter: Charter,
  { language = 'en', offer }: { language?: string; offer?: CharterOffer | undefined } = {},
): Record<string, string> => {
  const words = wordsIn(language)
  const { wrapper, contacts, split, windows, review, bond, governance, data, disputes } = charter
  const form = wrappers[wrapper.kind].words
  const wait = (seconds: number) => duration(seconds, words)
  const part = (basisPoints: number) => percentOf(basisPoints, words)
  const money = (value: string) => amountOf(value, coinDecimals, words)
  return {
    'dao.name': charter.name,
    'dao.purpose': charter.purpose,
    'wrapper.name': form[language as keyof typeof form] ?? form.en,
    'wrapper.legalName': wrapper.legalName || words.noLegalName,
    'wrapper.registration': wrapper.registration || words.noRegistration,
    'wrapper.address': wrapper.address || words.noAddress,
    'wrapper.accountableAgent': wrapper.accountableAgent || words.noAgent,
    'wrapper.minMembers': wrapper.minMembers === 0 ? words.noSmallestNumber : String(wrapper.minMembers),
    'contacts.licensing': contacts.licensing,
    'contacts.privacy': contacts.privacy,
    'contacts.takedown': contacts.takedown,
    'contacts.security': contacts.security,
    'split.contributors': part(split.contributorsBps),
    'split.reviewers': part(split.reviewersBps),
    'split.treasury': part(split.treasuryBps),
    'split.floor': part(split.contributorsFloorBps),
    'review.panel': String(review.panel),
    'review.acceptAtMedian': String(review.acceptAtMedian),
    'review.payPerReview': money(review.payPerReview),
    'bond.minimum': money(bond.minimum),
    'bond.incomeShare': part(bond.incomeBps),
    'windows.roundOpens': wait(windows.roundOpens),
    'windows.reviewCommit': wait(windows.reviewCommit),
    'windows.reviewReveal': wait(windows.reviewReveal),
    'windows.challenge': wait(windows.challenge),
    'windows.releaseEvery': wait(windows.releaseEvery),
    'windows.recutWithin': wait(windows.recutWithin),
    'windows.licenseeDeletes': wait(windows.licenseeDeletes),
    'windows.licenseeDeletesDays': String(windows.licenseeDeletes / 86_400),
    'release.validDays': wait(charter.releaseValidDays * 86_400),
    'coin.name': charter.coin === 'practice' ? words.practiceCoin : words.coinAt(charter.coin),
    'governance.ordinary': voteIn(governance.weight, governance.ordinary, words),
    'governance.charter': voteIn(governance.weight, governance.charter, words),
    'data.personalData': words.personalData[data.personalData],
    'data.personalDataKind': data.personalData,
    'data.roles': data.personalData === 'none' ? 'n/a' : 'independent-controllers',
    // GDPR Article 9 has a consent of its own for what it protects most.
    'data.legalBasis': data.specialCategories ? 'eu-gdpr:A9-2-a' : 'eu-gdpr:A6-1-a',
    'data.minAge': String(data.minAge),
    'disputes.law': disputes.law,
    'disputes.forum': disputes.forum,
    ...(offer ? offerParameters(offer) : {}),
  }
}
