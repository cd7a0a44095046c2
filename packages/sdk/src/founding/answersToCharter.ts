import { type DatasetKind, datasetKinds, pictureColumns, textColumns } from '../domain/datasetKinds.ts'
import { UsufructError } from '../domain/errors.ts'
import { parseMoney } from '../domain/money.ts'
import { type Purpose, parsePurposes, prohibitedByDefault } from '../domain/purposes.ts'
import type { Charter, CharterInput } from './charter.ts'
import { parseColumns } from './columns.ts'
import { type Answers, listAnswer, textAnswer } from './field.ts'
import { parseCharter } from './parseCharter.ts'
import { offerIdOf, offerNameOf } from './questions/offers.ts'
import { deadlinesOf, voteRulesOf, votesOf } from './questions/rules.ts'
import { splitOf } from './questions/split.ts'
import { wrapperKindOf } from './questions/wrapper.ts'
import { checkAnswers, foundingQuestions } from './questions.ts'
import { rightIds } from './rights.ts'
import { agreementTemplates, charterTemplate, type FoundingTemplate, licenseTemplates } from './templates.ts'
import { wrappers } from './wrappers.ts'

/** The coin of a DAO for practice; see PracticeDollar. */
const practiceCoin = { decimals: 6 }

const monthDays = 30

/** A table's are asked for; texts and pictures have those that cleaning gives them. */
const columnsOf = (kind: DatasetKind, written: string): CharterInput['datasets'][number]['columns'] => {
  if (kind === 'text') return [...textColumns]
  if (kind === 'image') return [...pictureColumns]
  const columns = parseColumns(written)
  return 'message' in columns ? [] : columns
}

const missing = (what: string) =>
  new UsufructError({
    code: 'TEMPLATE_MISSING',
    kind: 'notFound',
    message: `There is no template for ${what}.`,
    hint: 'The folder legal/ came with the software; put back what is missing.',
    details: { what },
  })

/** Accounts of a practice DAO, so that everyone can be tried. Founders bring their own. */
const accountsFor = (panel: number): CharterInput['accounts'] => [
  {
    name: 'operator',
    role: 'operator',
    may: 'Run the node: clean, deal panels, cut releases, set offers; cannot move anybody’s money or widen a consent',
  },
  { name: 'treasury', role: 'operator', may: 'Collect the treasury’s part of each sale' },
  ...Array.from({ length: panel }, (_, at) => ({
    name: `reviewer-${at + 1}`,
    role: 'reviewer' as const,
    may: 'Score what is dealt to them, by commit and reveal; collect a reviewer’s pay',
  })),
  ...[1, 2].map((at) => ({
    name: `member-${at}`,
    role: 'member' as const,
    may: 'Lend data, get paid, stop sharing',
  })),
  { name: 'licensee', role: 'licensee', may: 'Buy licenses and download what they open' },
]

/**
 * The charter that the answers come to, checked as one that is read from a file is. A DAO that is founded by these
 * questions is for practice: real money needs keepers of different operators and a public chain first.
 * @throws UsufructError `ANSWER_UNKNOWN`, `ANSWER_INVALID`, `TEMPLATE_MISSING`, `CHARTER_INVALID`,
 * `CHARTER_RIGHTS_UP_FOR_VOTE`
 */
export const answersToCharter = (
  given: Answers,
  templates: readonly FoundingTemplate[],
  options: { now?: number | undefined } = {},
): Charter => {
  const answers = checkAnswers(foundingQuestions(templates), given)
  const text = (id: string) => textAnswer(answers, id)
  const number = (id: string) => Number(text(id))
  const coins = (id: string) => String(parseMoney(text(id), practiceCoin))

  const kind = wrapperKindOf(answers)
  const charterText = charterTemplate(templates, kind)
  if (!charterText) throw missing(`a charter (${kind})`)
  const languages = listAnswer(answers, 'languages')
  const agreements = agreementTemplates(templates)
  // The one that counts is among them, whichever translations were chosen.
  const chosen = agreements.filter(({ front }) => front.authoritative || languages.includes(front.language))
  const licenses = licenseTemplates(templates)
  const dataKind = datasetKinds.find((each) => each === text('dataset.kind')) ?? 'table'
  const columns = columnsOf(dataKind, text('dataset.columns'))
  const panel = number('review.panel')
  const offers = listAnswer(answers, 'offers').map((id) => {
    const template = licenses.find((each) => offerIdOf(each) === id)
    if (!template) throw missing(`the license ${id}`)
    const purposes: Purpose[] = parsePurposes(listAnswer(answers, `offers.${id}.purposes`))
    return {
      slug: id,
      name: offerNameOf(template),
      dataset: text('dataset.slug'),
      purposes,
      text: template.path,
      pricePerMonth: coins(`offers.${id}.price`),
      maxMonths: number(`offers.${id}.months`),
    }
  })
  const longest = Math.max(...offers.map(({ maxMonths }) => maxMonths)) * monthDays
  const personalData = text('data.personalData') as CharterInput['data']['personalData']
  const filingDue = kind === 'llc' ? text('wrapper.filingDue') : ''
  const rule = voteRulesOf(answers)

  const charter: CharterInput = {
    schema: 'usufruct-dao/2',
    name: text('name'),
    purpose: text('purpose'),
    practice: true,
    wrapper: {
      kind,
      legalName: kind === 'none' ? '' : text('wrapper.legalName'),
      registration: kind === 'none' ? '' : text('wrapper.registration'),
      address: kind === 'none' ? '' : text('wrapper.address'),
      accountableAgent: kind === 'none' ? '' : text('wrapper.accountableAgent'),
      minMembers: wrappers[kind].minMembers,
      ...(filingDue ? { filingDue } : {}),
    },
    contacts: {
      licensing: text('contacts.licensing'),
      privacy: text('contacts.privacy'),
      takedown: text('contacts.takedown'),
      security: text('contacts.security'),
    },
    governance: {
      weight: text('governance.weight') as CharterInput['governance']['weight'],
      ordinary: rule.ordinary,
      charter: rule.charter,
      votes: votesOf(listAnswer(answers, 'governance.votes')),
      outOfScope: [...rightIds],
    },
    data: {
      personalData,
      specialCategories: personalData === 'special-category',
      minAge: number('data.minAge'),
      prohibitedPurposes: [...prohibitedByDefault],
    },
    money: {
      payments: 'license-fee',
      surplus: text('money.surplus') as NonNullable<CharterInput['money']>['surplus'],
    },
    disputes: { law: text('disputes.law'), forum: text('disputes.forum') },
    languages: chosen.map(({ front }) => front.language),
    texts: { charter: charterText.path, agreement: chosen.map(({ path }) => path) },
    coin: 'practice',
    split: splitOf(answers),
    windows: deadlinesOf(answers),
    bond: { minimum: '1000000', incomeBps: 100 },
    // A license of the longest term fits into a version for a month after it was cut.
    releaseValidDays: Math.max(400, longest + monthDays),
    review: {
      panel,
      acceptAtMedian: number('review.acceptAtMedian'),
      payPerReview: coins('review.payPerReview'),
    },
    datasets: [
      {
        slug: text('dataset.slug'),
        name: text('dataset.name'),
        description: text('dataset.description'),
        kind: dataKind,
        columns,
        citation: `Members of ${text('name')}: ${text('dataset.name')}.`,
        url: 'https://example.org/',
      },
    ],
    offers,
    accounts: accountsFor(panel),
    treasury: 'treasury',
  }
  return parseCharter(charter, options)
}
