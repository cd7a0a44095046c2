import { slug } from '@usufruct/sdk/domain/ids'
import { money, purposeCode } from '@usufruct/sdk/http/values'
import { z } from 'zod'

const accountName = z.string().regex(/^[a-z0-9-]{1,40}$/)

const member = z.object({
  account: accountName,
  file: z.string().regex(/^[\w-]+\/[\w-]+\.csv$/, 'expected folder/file.csv beside the story'),
  purposes: z.array(purposeCode).min(1),
  planted: z.string().optional().describe('trouble that was put there on purpose, in words'),
  after: accountName.optional().describe('lends only once this one has: order decides who was first'),
})
export type StoryMember = z.output<typeof member>

const licensee = z.object({
  account: accountName,
  offer: z.string().describe('an offer’s name in dao.json'),
  months: z.number().int().min(1),
  practiceMoney: money,
})
export type StoryLicensee = z.output<typeof licensee>

/** Who does what in the sample, in the order in which it is told. */
export const story = z
  .object({
    schema: z.literal('usufruct-story/1'),
    dataset: slug,
    consentDays: z.number().int().min(1),
    members: z.array(member).min(1),
    licensees: z.array(licensee).min(1),
    download: z.object({ account: accountName, directory: z.string().regex(/^[\w-]+$/) }),
  })
  .superRefine(({ members, licensees, download }, context) => {
    members.forEach(({ after }, at) => {
      if (after && !members.slice(0, at).some(({ account }) => account === after))
        context.addIssue({ code: 'custom', message: `${after} does not lend before`, path: ['members', at] })
    })
    if (!licensees.some(({ account }) => account === download.account))
      context.addIssue({ code: 'custom', message: 'downloads without a license', path: ['download'] })
  })
export type Story = z.output<typeof story>
