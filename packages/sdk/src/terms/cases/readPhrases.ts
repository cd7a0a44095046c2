import type { LicenseTerms } from '../terms.ts'
import { sampleGrant, sampleOffer } from '../testing/sampleTerms.ts'
import { type Change, withChange } from '../testing/steps.ts'

/** Reads the conditions of a table's cell. Fails on a phrase it does not know: a row that says nothing proves
 * nothing. */

const list = (text: string | undefined, separator: RegExp = /,\s*/): string[] =>
  text === undefined || text === 'nothing' || text === 'none' || text === 'nowhere'
    ? []
    : text.split(separator)

const time = (day: string | undefined) => (day?.includes('T') ? day : `${day}T00:00:00Z`)

type Read = (...words: (string | undefined)[]) => Change
type Phrase = readonly [RegExp, Read]

const always =
  (change: Change): Read =>
  () =>
    change

const uses: Phrase[] = [
  [/^permits (.+)$/, (of) => ({ purposes: { permit: list(of) } })],
  [/^forbids (.+)$/, (of) => ({ purposes: { prohibit: list(of) } })],
  [/^restricts (.+)$/, (of) => ({ purposes: { useRestrictions: list(of, / \+ /) } })],
  [/^commercial use$/, always({ commercial: 'any' })],
  [/^non-commercial use$/, always({ commercial: 'non-commercial' })],
  [/^not-for-profit only$/, always({ commercial: 'not-for-profit-org-only' })],
  [/^not exclusive$/, always({ exclusivity: 'none' })],
  [/^(sole|exclusive)$/, (exclusivity) => ({ exclusivity })],
  [/^no sublicense$/, always({ sublicensing: 'none' })],
  [/^group companies$/, always({ sublicensing: 'affiliates' })],
  [/^one sublicense$/, always({ sublicensing: 'one-tier' })],
  [/^any sublicenses$/, always({ sublicensing: 'unlimited' })],
  [/^no passing on$/, always({ redistribution: 'none' })],
  [/^derived data passed on$/, always({ redistribution: 'derived-only' })],
  [/^data passed on under the same terms$/, always({ redistribution: 'same-terms' })],
]

const places: Phrase[] = [
  [/^(?:in )?everywhere$/, always({ territory: { allow: ['*'] } })],
  [/^in ([A-Z, ]+)$/, (of) => ({ territory: { allow: list(of) } })],
  [/^not in (.+)$/, (of) => ({ territory: { deny: list(of) } })],
  [/^kept everywhere$/, always({ territory: { storage: ['*'] } })],
  [/^kept (?:in )?(nowhere|[A-Z, ]+)$/, (of) => ({ territory: { storage: list(of) } })],
]

const times: Phrase[] = [
  [/^until (\S+)$/, (end) => ({ term: { end: time(end) } })],
  [/^for ever$/, always({ term: { end: null } })],
  [/^from signing$/, always({ term: { start: null } })],
  [/^from (\d\S+)$/, (start) => ({ term: { start: time(start) } })],
  [/^not renewed$/, always({ term: { renewal: 'none' } })],
  [/^renewed by agreement$/, always({ term: { renewal: 'by-agreement' } })],
  [/^renews itself$/, always({ term: { renewal: 'auto' } })],
  [/^notice (\d+) days?$/, (days) => ({ term: { noticeDays: Number(days) } })],
]

const models: Phrase[] = [
  [/^(no )?derivatives$/, (no) => ({ model: { derivativesAllowed: !no } })],
  [/^for any model$/, always({ model: { scope: 'any' } })],
  [/^for a family of models$/, always({ model: { scope: 'model-family' } })],
  [/^for named models$/, always({ model: { scope: 'named-model' } })],
  [/^models (\S+\/.+)$/, (of) => ({ model: { modelIds: list(of) } })],
  [/^no model named$/, always({ model: { modelIds: [] } })],
  [/^output for evaluation$/, always({ model: { outputUse: 'evaluation-only' } })],
  [/^output (internal|commercial)$/, (outputUse) => ({ model: { outputUse } })],
  [/^models stay inside$/, always({ model: { distribution: 'none' } })],
  [/^models behind an interface$/, always({ model: { distribution: 'api-only' } })],
  [/^(closed|open) weights$/, (how) => ({ model: { distribution: `weights-${how}` } })],
  [/^no synthetic data$/, always({ model: { syntheticData: 'prohibited' } })],
  [/^internal synthetic data$/, always({ model: { syntheticData: 'internal' } })],
  [/^synthetic data$/, always({ model: { syntheticData: 'permitted' } })],
  [/^(no )?distillation$/, (no) => ({ model: { distillation: no ? 'prohibited' : 'permitted' } })],
  [/^(no )?memorisation controls$/, (no) => ({ model: { memorisationControls: !no } })],
  [/^models (outlive|end with) it$/, (how) => ({ model: { survivesTermination: how === 'outlive' } })],
]

const withdrawals: Phrase[] = [
  [/^stops at will$/, always({ revocation: { revocable: 'at-will' } })],
  [/^stops for cause$/, always({ revocation: { revocable: 'for-cause' } })],
  [/^stops for personal data only$/, always({ revocation: { revocable: 'personal-data-only' } })],
  [/^cannot be stopped$/, always({ revocation: { revocable: 'no' } })],
  [/^locked in (\d+) days?$/, (days) => ({ revocation: { lockInDays: Number(days) } })],
  [/^on withdrawal (.+)$/, (of) => ({ revocation: { effect: list(of) } })],
  [/^licensee acts in (\d+) days?$/, (days) => ({ revocation: { licenseeDeadlineDays: Number(days) } })],
  [/^trained models (\S+)$/, (trainedModels) => ({ revocation: { trainedModels } })],
  [/^evidence (.+)$/, (of) => ({ revocation: { evidence: list(of) } })],
]

const duties: Phrase[] = [
  [/^source (not )?named$/, (not) => ({ attribution: { required: !not } })],
  [/^named in (.+)$/, (of) => ({ attribution: { where: list(of) } })],
  [/^called (.+)$/, (text) => ({ attribution: { text: text === 'nothing' ? '' : text } })],
  [/^audit (none|self-attestation|records|on-site)$/, (rights) => ({ audit: { rights } })],
  [/^(\d+) audits? a year$/, (times) => ({ audit: { frequencyPerYear: Number(times) } })],
  [/^audit notice (\d+) days$/, (days) => ({ audit: { noticeDays: Number(days) } })],
  [/^records kept (\d+) months$/, (months) => ({ audit: { keepLogsMonths: Number(months) } })],
  [/^no re-identification$/, always({ security: { noReidentification: true } })],
  [/^re-identification allowed$/, always({ security: { noReidentification: false } })],
  [/^leaks reported in (\d+) hours?$/, (hours) => ({ security: { breachNoticeHours: Number(hours) } })],
  [/^leaks not reported$/, always({ security: { breachNoticeHours: null } })],
  [/^access by (\S+)$/, (accessMode) => ({ security: { accessMode } })],
  [/^personal data (\S+)$/, (present) => ({ personalData: { present } })],
  [/^role (\S+)$/, (roles) => ({ personalData: { roles } })],
  [/^basis (.+)$/, (of) => ({ personalData: { legalBasis: list(of) } })],
  [/^transfer (.+)$/, (of) => ({ personalData: { transferMechanism: of === 'none' ? '' : of } })],
]

const price = (rest: object) => ({ price: { currency: 'EUR', settlement: ['erc20'], ...rest } })
const someone = (id: string | undefined) => (id === 'everybody' ? undefined : { id })
const target = (name: string) => {
  const [id, version] = name.split('@')
  return { id: `urn:usufruct:test:${id}`, ...(version ? { version } : {}) }
}

const parties: Phrase[] = [
  [/^for anything$/, always({ target: [] })],
  [/^for ([a-z]+(?:@[\d.]+)?(?:, [a-z]+)*)$/, (of) => ({ target: list(of).map(target) })],
  [/^by (\S+)$/, (id) => ({ licensor: { id } })],
  [/^to (\S+)$/, (id) => ({ licensee: someone(id) })],
  [/^no price$/, always({ price: undefined })],
  [
    /^price ([\d.]+) ([A-Z]{3}) a (\w+)$/,
    (amount, currency, unit) => price({ model: 'subscription', amount, currency, unit }),
  ],
  [/^price without amount$/, always(price({ model: 'one-off' }))],
  [/^free$/, always(price({ model: 'free' }))],
  [/^amount ([\d.]+)$/, (amount) => ({ price: { amount } })],
  [/^share ([\d.]+)%$/, (share) => price({ model: 'revenue-share', revSharePct: Number(share) })],
  [/^share without percentage$/, always(price({ model: 'revenue-share' }))],
  [/^paid by nothing$/, always({ price: { settlement: [] } })],
  [/^law (\S+)$/, (governingLaw) => ({ governingLaw })],
  [/^court (\S+)$/, (forum) => ({ forum })],
  [/^promises (.+)$/, (of) => ({ warranties: list(of) })],
  [/^continues another permission$/, always({ replaces: `0x${'2'.repeat(64)}` })],
  [/^follows from itself$/, always({ parent: ['urn:usufruct:test:offer'] })],
]

const phrases: Phrase[] = [
  // Places first: “in EU” and “for ever” are short, and no other phrase looks like them.
  ...places,
  ...times,
  ...uses,
  ...models,
  ...withdrawals,
  ...duties,
  ...parties,
]

const kinds: Record<string, () => LicenseTerms> = {
  'a permission': sampleGrant,
  'an offer': sampleOffer,
  'a license': () =>
    withChange(sampleOffer(), {
      kind: 'agreement',
      id: 'urn:usufruct:test:license',
      licensee: { id: 'urn:usufruct:test:licensee' },
    }),
}

const readPhrase = (terms: LicenseTerms, phrase: string): LicenseTerms => {
  for (const [form, read] of phrases) {
    const found = form.exec(phrase)
    if (found) return withChange(terms, read(...found.slice(1)))
  }
  throw new Error(`The table says “${phrase}”, which nobody can read.`)
}

/** The terms of one side of a row. */
export const readPhrases = (cell: string, base: () => LicenseTerms): LicenseTerms => {
  const said = cell
    .split(';')
    .map((phrase) => phrase.trim())
    .filter(Boolean)
  const kind = kinds[said[0] ?? '']
  return (kind ? said.slice(1) : said).reduce(readPhrase, (kind ?? base)())
}
