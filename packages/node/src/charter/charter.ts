import { address, slug } from '@usufruct/sdk/domain/ids'
import { charterWindows } from '@usufruct/sdk/http/routes/dao'
import { practiceRoles } from '@usufruct/sdk/http/routes/practice'
import { column, money, purposeCode } from '@usufruct/sdk/http/values'
import { z } from 'zod'

const basisPoints = z.number().int().min(0).max(10_000)

/** A file beside this one or above it; read once at founding, its exact bytes are hashed. */
const textPath = z.string().regex(/^(?:\.\.\/)*[\w./-]+\.md$/, 'expected a relative path to a Markdown file')

export const accountName = z.string().regex(/^[a-z0-9-]{1,40}$/)

const account = z.object({
  name: accountName,
  role: z.enum(practiceRoles),
  may: z.string().min(1).max(300).describe('what this account may do, in words'),
})

const offer = z.object({
  name: z.string().min(1).max(100),
  dataset: slug,
  purposes: z.array(purposeCode).min(1),
  text: textPath.describe('license text; its SHA-256 is the offer’s `terms`'),
  pricePerMonth: money,
  maxMonths: z.number().int().min(1).max(120),
})

const dataset = z.object({
  slug,
  name: z.string().min(1).max(200),
  description: z.string().max(5000),
  kind: z.enum(['table', 'text']),
  columns: z.array(column),
  citation: z.string().max(2000),
  url: z.url(),
})

/**
 * What a DAO is founded on, as software reads it. The charter's text says the same to people and is hashed
 * beside it; every number that the software needs is here, none is in the code.
 */
export const charter = z
  .object({
    schema: z.literal('usufruct-dao/1'),
    name: z.string().min(1).max(100),
    practice: z.boolean(),
    texts: z.object({ charter: textPath, agreement: textPath }),
    coin: z
      .union([z.literal('practice'), address])
      .describe('practice: deploy a test dollar with an open tap'),
    split: z.object({
      contributorsBps: basisPoints,
      reviewersBps: basisPoints,
      treasuryBps: basisPoints,
      contributorsFloorBps: basisPoints.describe('no vote can go below; immutable on chain'),
    }),
    windows: charterWindows,
    bond: z
      .object({ minimum: money, incomeBps: basisPoints })
      .describe('what an asserted release puts at stake: at least this, or this part of recent income'),
    releaseValidDays: z.number().int().min(1).max(3650).describe('a release’s validUntil, at the latest'),
    review: z.object({
      panel: z.number().int().min(1).max(21),
      acceptAtMedian: z.number().int().min(1).max(5),
      payPerReview: money.describe('flat pay for a score that was revealed, from the reviewers’ share'),
    }),
    datasets: z.array(dataset).min(1).max(100),
    offers: z.array(offer).min(1),
    accounts: z.array(account).describe('made at founding of a practice DAO; empty in a real one'),
    treasury: z.union([accountName, address]),
  })
  .superRefine((value, context) => {
    const fault = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path })
    const { split, review, accounts, offers, datasets } = value
    if (split.contributorsBps + split.reviewersBps + split.treasuryBps !== 10_000)
      fault('the three parts must add up to 10000 basis points', 'split')
    if (split.contributorsFloorBps > split.contributorsBps)
      fault('cannot be above what contributors get', 'split', 'contributorsFloorBps')
    const names = accounts.map(({ name }) => name)
    names.forEach((name, at) => {
      if (names.indexOf(name) !== at) fault(`a second account is called ${name}`, 'accounts', at, 'name')
    })
    const slugs = datasets.map((entry) => entry.slug)
    slugs.forEach((entry, at) => {
      if (slugs.indexOf(entry) !== at) fault(`a second dataset is called ${entry}`, 'datasets', at, 'slug')
    })
    offers.forEach((entry, at) => {
      if (!slugs.includes(entry.dataset))
        fault(`no dataset is called ${entry.dataset}`, 'offers', at, 'dataset')
    })
    // Consents.withdraw freezes every offer of a dataset in one transaction.
    for (const entry of slugs)
      if (offers.filter((of) => of.dataset === entry).length > 8)
        fault(`${entry} has more than 8 offers`, 'offers')
    if (!value.practice) return
    if (!accounts.some(({ role }) => role === 'operator'))
      fault('no account has the role operator', 'accounts')
    if (accounts.filter(({ role }) => role === 'reviewer').length < review.panel)
      fault(`a panel of ${review.panel} needs as many reviewers`, 'accounts')
    if (!value.treasury.startsWith('0x') && !names.includes(value.treasury))
      fault(`no account is called ${value.treasury}`, 'treasury')
  })

export type Charter = z.output<typeof charter>
