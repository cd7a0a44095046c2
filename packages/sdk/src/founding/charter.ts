import { z } from 'zod'
import { datasetKinds } from '../domain/datasetKinds.ts'
import { address, slug } from '../domain/ids.ts'
import { prohibitedByDefault } from '../domain/purposes.ts'
import { charterWindows, wrapperKinds } from '../http/routes/dao.ts'
import { practiceRoles } from '../http/routes/practice.ts'
import { column, money, purposeCode } from '../http/values.ts'
import { personalDataKinds } from '../terms/terms.ts'
import { rightIds, rights, rightTouchedBy, votable } from './rights.ts'
import { wrappers } from './wrappers.ts'

const basisPoints = z.number().int().min(0).max(10_000)
const percent = z.number().min(0).max(100)

/** Plain words on one line: they are put into texts that people sign, and must not change how those read. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(
      /^(?!\s)(?!.*\s$)[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u,
      'expected one line of text without control characters',
    )
    .refine((text) => !text.includes('{{'), 'must not look like a placeholder')

const said = (most: number) => line(most).min(1)

/** `legal/…` is a text that comes with Usufruct; anything else lies beside or above the charter's own file. */
const templatePath = z
  .string()
  .regex(/^(?:\.\/|(?:\.\.\/)+)?[\w-][\w./-]*\.md$/, 'expected a relative path to a Markdown file')
  .refine((path) => !/[^./]\/\.\.?\//.test(path), 'expected a path without detours')

const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 language tag')

export const accountName = z.string().regex(/^[a-z0-9-]{1,40}$/)

const account = z.object({
  name: accountName,
  role: z.enum(practiceRoles),
  may: z.string().min(1).max(300).describe('what this account may do, in words'),
})

export const charterOffer = z.strictObject({
  slug,
  name: said(100),
  dataset: slug,
  purposes: z.array(purposeCode).min(1),
  text: templatePath.describe('template of the license text'),
  pricePerMonth: money,
  maxMonths: z.number().int().min(1).max(120),
})
export type CharterOffer = z.output<typeof charterOffer>

const dataset = z.object({
  slug,
  name: said(200),
  description: z.string().max(5000),
  kind: z.enum(datasetKinds),
  columns: z.array(column),
  k: z
    .number()
    .int()
    .min(2)
    .max(1_000)
    .optional()
    .describe('by what neighbours may know of somebody, so many rows are to be alike; 5 when not said'),
  citation: z.string().max(2000),
  url: z.url({ protocol: /^https?$/ }),
})

const wrapper = z.strictObject({
  kind: z.enum(wrapperKinds),
  legalName: line(200),
  registration: line(200).describe('number and register; empty until there is one'),
  address: line(300),
  accountableAgent: line(200).describe('who answers for the DAO and takes service of documents'),
  minMembers: z.number().int().min(0).max(1_000_000),
  filingDue: z.iso.date().optional().describe('day of the next yearly filing, where the form asks for one'),
})

const voteClass = z.strictObject({
  quorumPct: percent.describe('of the members, who must take part'),
  passPct: percent.min(50).describe('of the votes cast, more than which it takes'),
  days: z.number().int().min(1).max(365),
})
export type VoteClass = z.output<typeof voteClass>

const governance = z.strictObject({
  weight: z.enum(['one-member', 'tokens', 'contribution-capped']).default('one-member'),
  ordinary: voteClass,
  charter: voteClass.describe('to change the charter itself'),
  votes: z.array(z.string().min(1).max(100)).describe('names of the parameters that a vote may change'),
  outOfScope: z.array(z.string()).describe('what no vote can touch: the full list of rights'),
})

/**
 * What a DAO is founded on, as software reads it. The charter's text says the same to people and is made from
 * it; every number that the software needs is here, none is in the code.
 */
export const charter = z
  .strictObject({
    schema: z.literal('usufruct-dao/2'),
    name: said(100),
    purpose: said(500).describe('what the DAO is for'),
    practice: z.boolean(),
    wrapper,
    contacts: z.strictObject({
      licensing: said(200),
      privacy: said(200),
      takedown: said(200),
      security: said(200),
    }),
    governance,
    data: z.strictObject({
      personalData: z.enum(personalDataKinds).describe('the most sensitive that it takes'),
      specialCategories: z.boolean().describe('health, religion, biometrics … are taken at all'),
      minAge: z.number().int().min(13).max(99),
      prohibitedPurposes: z.array(purposeCode),
    }),
    money: z
      .strictObject({
        payments: z
          .enum(['license-fee', 'patronage', 'profit-share', 'dividend'])
          .describe('what a payment to a member is in the books'),
        surplus: z.enum(['kept', 'patronage', 'members']).describe('what becomes of the treasury’s surplus'),
      })
      .default({ payments: 'license-fee', surplus: 'kept' }),
    disputes: z.strictObject({ law: said(200), forum: said(300) }),
    languages: z.array(languageTag).min(1).describe('of the contributor agreement'),
    texts: z.strictObject({
      charter: templatePath,
      agreement: z.array(templatePath).min(1).describe('one for each language; exactly one is authoritative'),
    }),
    coin: z
      .union([z.literal('practice'), address])
      .describe('practice: deploy a test dollar with an open tap'),
    split: z.strictObject({
      contributorsBps: basisPoints,
      reviewersBps: basisPoints,
      treasuryBps: basisPoints,
      contributorsFloorBps: basisPoints.describe('no vote can go below; immutable on chain'),
    }),
    windows: charterWindows,
    bond: z
      .strictObject({ minimum: money, incomeBps: basisPoints })
      .describe('what an asserted release puts at stake: at least this, or this part of recent income'),
    releaseValidDays: z.number().int().min(1).max(3650).describe('a release’s validUntil, at the latest'),
    review: z.strictObject({
      panel: z.number().int().min(1).max(21),
      acceptAtMedian: z.number().int().min(1).max(5),
      payPerReview: money.describe('flat pay for a score that was revealed, from the reviewers’ share'),
    }),
    datasets: z.array(dataset).min(1).max(100),
    offers: z.array(charterOffer).min(1),
    accounts: z.array(account).describe('made at founding of a practice DAO; empty in a real one'),
    treasury: z.union([accountName, address]),
  })
  .superRefine((value, context) => {
    const fault = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path })
    const { split, review, accounts, offers, datasets, data, languages, texts, wrapper, governance } = value
    const repeats = (names: readonly string[], what: string, ...path: (string | number)[]) =>
      names.forEach((name, at) => {
        if (names.indexOf(name) !== at) fault(`a second ${what} is called ${name}`, ...path, at)
      })

    const upForVote = (right: string, words: string, ...path: (string | number)[]) =>
      context.addIssue({
        code: 'custom',
        message: `${words}: no vote can touch ${rights.find(({ id }) => id === right)?.words ?? right} (${right})`,
        path,
        params: { code: 'CHARTER_RIGHTS_UP_FOR_VOTE', right },
      })
    governance.votes.forEach((name, at) => {
      const right = rightTouchedBy(name)
      if (right) upForVote(right, `“${name}” is up for a vote`, 'governance', 'votes', at)
      else if (!(votable as readonly string[]).includes(name))
        fault(
          `“${name}” is nothing a vote can change; choose from ${votable.join(', ')}`,
          'governance',
          'votes',
          at,
        )
    })
    for (const right of rightIds)
      if (!governance.outOfScope.includes(right))
        upForVote(right, `“${right}” is missing`, 'governance', 'outOfScope')
    for (const { key, says } of harderClass)
      if (governance.charter[key] < governance.ordinary[key])
        fault(`changing the charter cannot take ${says} than an ordinary vote`, 'governance', 'charter', key)

    if (split.contributorsBps + split.reviewersBps + split.treasuryBps !== 10_000)
      fault('the three parts must add up to 10000 basis points', 'split')
    if (split.contributorsFloorBps > split.contributorsBps)
      fault('cannot be above what contributors get', 'split', 'contributorsFloorBps')

    const names = accounts.map(({ name }) => name)
    repeats(names, 'account', 'accounts')
    const slugs = datasets.map((entry) => entry.slug)
    repeats(slugs, 'dataset', 'datasets')
    repeats(
      offers.map((entry) => entry.slug),
      'offer',
      'offers',
    )
    repeats(languages, 'language', 'languages')
    if (texts.agreement.length !== languages.length)
      fault(`needs one text for each of ${languages.join(', ')}`, 'texts', 'agreement')
    const prohibited = new Set([...data.prohibitedPurposes, ...prohibitedByDefault])
    offers.forEach((entry, at) => {
      if (!slugs.includes(entry.dataset))
        fault(`no dataset is called ${entry.dataset}`, 'offers', at, 'dataset')
      entry.purposes.forEach((purpose, of) => {
        if (prohibited.has(purpose))
          fault(`${purpose} is prohibited and cannot be offered`, 'offers', at, 'purposes', of)
      })
    })
    // Consents.withdraw freezes every offer of a dataset in one transaction.
    for (const entry of slugs)
      if (offers.filter((of) => of.dataset === entry).length > 8)
        fault(`${entry} has more than 8 offers`, 'offers')
    if (value.windows.licenseeDeletes === 0 || value.windows.licenseeDeletes % 86_400 !== 0)
      fault('must be whole days: texts and terms count it in days', 'windows', 'licenseeDeletes')
    if (data.specialCategories !== (data.personalData === 'special-category'))
      fault('must be true exactly if personalData is special-category', 'data', 'specialCategories')

    for (const { path, words } of wrappers[wrapper.kind].refuses(value)) fault(words, ...path)

    if (!value.practice) {
      // Accounts that the software draws are for practice; a name would stand for none.
      if (accounts.length > 0) fault('must be empty: they are made for practice alone', 'accounts')
      if (!value.treasury.startsWith('0x')) fault('must be an address', 'treasury')
      return
    }
    if (!accounts.some(({ role }) => role === 'operator'))
      fault('no account has the role operator', 'accounts')
    if (accounts.filter(({ role }) => role === 'reviewer').length < review.panel)
      fault(`a panel of ${review.panel} needs as many reviewers`, 'accounts')
    if (!value.treasury.startsWith('0x') && !names.includes(value.treasury))
      fault(`no account is called ${value.treasury}`, 'treasury')
  })

const harderClass = [
  { key: 'quorumPct', says: 'a smaller quorum' },
  { key: 'passPct', says: 'fewer votes' },
  { key: 'days', says: 'less time' },
] as const

export type Charter = z.output<typeof charter>
export type CharterInput = z.input<typeof charter>
