import { UsufructError } from '@usufruct/sdk/domain/errors'
import { commitmentOf, datasetIdOf } from '@usufruct/sdk/domain/ids'
import type { Api } from '@usufruct/sdk/http/contract'
import type { RouteParsed } from '@usufruct/sdk/http/route'
import { processingGrantData, processingTasks } from '@usufruct/sdk/messages/processingGrant'
import { eq, sql } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consents, contributions, files } from '../../db/schema.ts'
import { knownTermsOf } from '../consent/knownTerms.ts'
import { maxUpload, uploadTooLarge } from './receiveUpload.ts'

type Input = RouteParsed<Api['describeContribution']>['body']

const refuse = (code: string, message: string, hint: string, details = {}) =>
  new UsufructError({ code, message, hint, details })

const requireGrant = async (ctx: Context, account: Address, { contribution, grant }: Input) => {
  const tasks = grant.tasks.split(',')
  const unknown = tasks.find((task) => !(processingTasks as readonly string[]).includes(task))
  const lacking = ['clean', 'review', 'value'].some((task) => !tasks.includes(task))
  if (unknown !== undefined || lacking)
    throw refuse(
      'GRANT_INVALID',
      'The processing grant does not name the tasks clean, review and value.',
      `Known tasks: ${processingTasks.join(', ')}.`,
      { tasks: grant.tasks },
    )
  if (grant.holder !== ctx.operator.address.toLowerCase() || grant.until <= ctx.now())
    throw refuse(
      'GRANT_INVALID',
      'The processing grant is for somebody else, or has ended.',
      `Grant it to ${ctx.operator.address}, until a time to come.`,
    )
  const message = {
    account,
    contribution,
    holder: grant.holder,
    tasks: grant.tasks,
    until: BigInt(grant.until),
  }
  const signed = await ctx.publicClient.verifyTypedData({
    ...processingGrantData(ctx.deployment, message),
    address: account,
    signature: grant.signature,
  })
  if (!signed)
    throw refuse('SIGNATURE_INVALID', 'The processing grant is not signed by this account.', 'Sign it again.')
}

/** Health and the like are taken only where the charter takes them and the member's permission says so. */
const requireCategories = async (ctx: Context, consent: Hex, { provenance }: Input) => {
  const named = provenance.specialCategories
  if (named.length === 0) return
  const [granted] = await ctx.db.select().from(consents).where(eq(consents.id, consent))
  const terms = granted && (await knownTermsOf(ctx, granted))
  const taken = ctx.charter.data.personalData === 'special-category'
  if (taken && terms?.personalData.present === 'special-category') return
  throw refuse(
    'SPECIAL_CATEGORY_REFUSED',
    `This DAO does not take data about ${named.join(', ')}.`,
    taken
      ? 'The permission it is lent under does not speak of such data: give one under an agreement that does.'
      : 'Leave such data out of the file. Only a charter that takes it, and protects it, can change that.',
    { specialCategories: named },
  )
}

/** Keeps what the node must know of a contribution that is final on chain, before its bytes arrive.
 * Repeating it with the same content changes nothing.
 * @throws UsufructError `CONTRIBUTION_UNKNOWN`, `CONTRIBUTION_NOT_YOURS`, `COMMITMENT_MISMATCH`,
 * `DATASET_MISMATCH`, `SPECIAL_CATEGORY_REFUSED`, `UPLOAD_TOO_LARGE`, `GRANT_INVALID`, `SIGNATURE_INVALID` */
export const describeContribution = async (ctx: Context, account: Address, input: Input) => {
  const [onChain] = await ctx.db.select().from(contributions).where(eq(contributions.id, input.contribution))
  if (!onChain)
    throw new UsufructError({
      code: 'CONTRIBUTION_UNKNOWN',
      kind: 'notFound',
      message: 'This contribution is not on the chain.',
      hint: 'Register it first.',
      details: { contribution: input.contribution },
    })
  if (onChain.account !== account)
    throw new UsufructError({
      code: 'CONTRIBUTION_NOT_YOURS',
      kind: 'permission',
      message: 'Another account registered this contribution.',
      hint: 'Sign in with that account.',
    })
  const commitment = commitmentOf(account, input.contentHash, input.salt)
  if (commitment !== onChain.commitment)
    throw refuse(
      'COMMITMENT_MISMATCH',
      'Content and salt do not give the commitment on the chain.',
      'Contribute the file again: what was announced is another content.',
      { onChain: onChain.commitment, given: commitment },
    )
  const dataset = ctx.charter.datasets.find(({ slug }) => slug === input.dataset)
  if (!dataset)
    throw new UsufructError({
      code: 'DATASET_UNKNOWN',
      kind: 'notFound',
      message: `This DAO has no dataset “${input.dataset}”.`,
      hint: `It has: ${ctx.charter.datasets.map(({ slug }) => slug).join(', ')}.`,
    })
  // Cleaning, panel and duplicates go by the one, releases by the other: rows of another schema would spoil them.
  if (datasetIdOf(input.dataset) !== onChain.dataset)
    throw refuse(
      'DATASET_MISMATCH',
      `This contribution was registered for another dataset than “${input.dataset}”.`,
      'Describe it for the dataset it was registered for.',
      { dataset: input.dataset, registered: ctx.datasetIds.get(onChain.dataset) ?? onChain.dataset },
    )
  await requireCategories(ctx, onChain.currentConsent, input)
  if (input.blobBytes > maxUpload) throw uploadTooLarge(input.blobBytes)
  await requireGrant(ctx, account, input)

  const { report, grant } = input
  await ctx.db
    .insert(files)
    .values({
      contribution: input.contribution,
      account,
      dataset: input.dataset,
      name: input.name,
      contentHash: input.contentHash,
      salt: input.salt,
      recipient: input.recipient,
      keyCommitment: input.keyCommitment,
      blob: input.blob,
      blobBytes: input.blobBytes,
      contentBytes: input.contentBytes,
      rows: input.rows,
      provenance: input.provenance,
      findings: report.findings,
      reportVersion: report.version,
      reportHash: report.hash,
      invalid: report.invalid,
      duplicatesWithin: report.duplicatesWithin,
      details: report.details ?? null,
      grantHolder: grant.holder,
      grantTasks: grant.tasks,
      grantUntil: grant.until,
      grantSignature: grant.signature,
      describedAt: ctx.now(),
    })
    .onConflictDoUpdate({
      // Encryption is randomised: who starts over before anything was uploaded announces new bytes.
      target: files.contribution,
      set: { blob: input.blob, blobBytes: input.blobBytes },
      setWhere: sql`${files.contentHash} = ${input.contentHash} and ${files.uploadedAt} is null`,
    })
  const uploaded = (await ctx.storage.size(input.blob)) !== null
  return { contribution: input.contribution, uploaded }
}
