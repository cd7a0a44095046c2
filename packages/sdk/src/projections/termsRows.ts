import type { LicenseTerms } from '../terms/terms.ts'
import { purposeLabel, trainedModels } from './sayTerms.ts'

const list = (values: readonly string[]) => (values.length > 0 ? values.join(', ') : 'none')
const yes = (value: boolean) => (value ? 'yes' : 'no')
const day = (iso: string | null, otherwise: string) => iso ?? otherwise
const of = (party: LicenseTerms['licensor']) =>
  [party.name, party.contact, party.id].filter((part) => part !== undefined).join(', ')

const priceOf = ({ price }: LicenseTerms) =>
  price
    ? [
        price.model,
        [price.amount, price.currency].filter(Boolean).join(' '),
        ...(price.unit ? [`per ${price.unit}`] : []),
        ...(price.revSharePct === undefined ? [] : [`${price.revSharePct} percent of revenue`]),
        `settled by ${list(price.settlement)}`,
      ].join(', ')
    : 'not set'

/** Everything some terms say, as rows of a table for people: a label and a value. */
export const termsRows = (terms: LicenseTerms): [string, string][] => {
  const { purposes, term, territory, model, revocation, attribution, audit, security, personalData } = terms
  return [
    ['Terms', `${terms.kind} ${terms.id}, version ${terms.version}`],
    ['Made from', list(terms.parent)],
    [
      'License text',
      `${terms.legalText.url} (${terms.legalText.language}), SHA-256 ${terms.legalText.sha256}`,
    ],
    ...(terms.charter ? [['Charter', `SHA-256 ${terms.charter}`] as [string, string]] : []),
    ['Licensor', of(terms.licensor)],
    ...(terms.licensee ? [['Licensee', of(terms.licensee)] as [string, string]] : []),
    [
      'Data',
      list(terms.target.map(({ id, version, sha256 }) => [id, version, sha256].filter(Boolean).join(' '))),
    ],
    ['Permitted', purposes.permit.map((code) => `${purposeLabel(code)} (${code})`).join('; ')],
    ['Prohibited', list(purposes.prohibit)],
    ['Restrictions', list(purposes.useRestrictions)],
    ['Commercial use', terms.commercial],
    ['Term', `${day(term.start, 'from signing')} to ${day(term.end, 'the end of the license')}`],
    ['Renewal', `${term.renewal}, notice of ${term.noticeDays} days`],
    [
      'Territory',
      `use in ${list(territory.allow)}; not in ${list(territory.deny)}; storage in ${list(territory.storage)}`,
    ],
    ['Exclusivity', terms.exclusivity],
    ['Sublicensing', terms.sublicensing],
    ['Redistribution', terms.redistribution],
    ['Models from it', `${yes(model.derivativesAllowed)}; scope ${model.scope}; ${list(model.modelIds)}`],
    ['Their output', model.outputUse],
    ['Their distribution', model.distribution],
    ['Synthetic data', model.syntheticData],
    ['Distillation', model.distillation],
    ['Memorisation controls', yes(model.memorisationControls)],
    ['Models kept after the term', yes(model.survivesTermination)],
    ['Can be taken back', `${revocation.revocable}, lock-in ${revocation.lockInDays} days`],
    ['What that does', list(revocation.effect)],
    ['Time to comply', `${revocation.licenseeDeadlineDays} days`],
    ['Trained models', `${trainedModels[revocation.trainedModels]} (${revocation.trainedModels})`],
    ['Evidence', list(revocation.evidence)],
    ...(revocation.plainLanguage ? [['In short', revocation.plainLanguage] as [string, string]] : []),
    [
      'Attribution',
      `${attribution.required ? 'required' : 'not required'}: ${attribution.text || 'no set words'}; in ${list(attribution.where)}`,
    ],
    [
      'Audit',
      `${audit.rights}, ${audit.frequencyPerYear} a year, notice of ${audit.noticeDays} days, logs kept ${audit.keepLogsMonths} months`,
    ],
    ['Re-identification', security.noReidentification ? 'forbidden' : 'not ruled on'],
    ['Breach notice', security.breachNoticeHours === null ? 'none' : `${security.breachNoticeHours} hours`],
    ['Access', security.accessMode],
    [
      'Personal data',
      `${personalData.present}; roles ${personalData.roles}; legal basis ${list(personalData.legalBasis)}; transfers ${personalData.transferMechanism || 'not named'}`,
    ],
    ['Price', priceOf(terms)],
    ['Warranties', list(terms.warranties)],
    ['Law and court', `${terms.governingLaw}; ${terms.forum || 'no court named'}`],
  ]
}

/** GitHub's Markdown tables end a cell at a bar and a row at a line break. */
const cell = (text: string) =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ')

export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
