import { randomBytes } from 'node:crypto'
import { within } from '@usufruct/sdk/actions/within'
import { recipientOf } from '@usufruct/sdk/age/recipient'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import type { ProcessingTask } from '@usufruct/sdk/messages/processingGrant'
import { gatherKeys } from '@usufruct/sdk/shares/gatherKeys'
import { generateHpkeKey } from '@usufruct/sdk/shares/generateHpkeKey'
import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import { taskKeyRequestData, taskKeyRequestDigest } from '@usufruct/sdk/shares/keyRequest'
import { openAnswer } from '@usufruct/sdk/shares/sealAnswer'
import { inArray } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context, Keeper } from '../../context.ts'
import { looks } from '../../db/lookSchema.ts'
import { files } from '../../db/schema.ts'
import { recordGrants } from './recordGrants.ts'

const requestSeconds = 120
/** Milliseconds for a keeper to answer: one that hangs counts as one that is down. */
const patience = 30_000

type FileRow = typeof files.$inferSelect

const askKeeper = async (ctx: Context, keeper: Keeper, task: ProcessingTask, rows: readonly FileRow[]) => {
  const ephemeral = await generateHpkeKey()
  const request = {
    holder: ctx.operator.address,
    task,
    contributions: rows.map(({ contribution }) => contribution),
    keeper: keeper.address,
    nonce: `0x${randomBytes(32).toString('hex')}` as Hex,
    ephemeralKey: ephemeral.publicKey,
    deadline: BigInt(ctx.now() + requestSeconds),
  }
  const signature = await ctx.operator.signTypedData(taskKeyRequestData(ctx.deployment, request))
  const body = {
    request: { ...request, deadline: Number(request.deadline) },
    signature,
    grants: rows.map((row) => ({
      grant: {
        account: row.account,
        contribution: row.contribution,
        holder: row.grantHolder,
        tasks: row.grantTasks,
        until: String(row.grantUntil),
      },
      signature: row.grantSignature,
    })),
  }
  const answer = await within(patience, undefined, (signal) =>
    createKeeperClient(keeper.url).call('openTask', { body }, { signal }),
  )
  const binding = { keeper: keeper.address, request: taskKeyRequestDigest(ctx.deployment, request) }
  const shares = await openAnswer(answer, ephemeral.privateKey, binding)
  return { keeper: keeper.address, shares, refused: answer.refused }
}

/** What a keeper says of a contribution that it may not have seen yet. */
const passing = ['NO_SHARE', 'NOT_REGISTERED', 'CONSENT_UNKNOWN']

/** Why a contribution's key could not be had. A retry helps when a keeper was down, not when it refused. */
const keysRefused = (contribution: Hex, said: Record<Address, string>, mayHelp: boolean) => {
  const reasons = [...new Set(Object.values(said))]
  return new UsufructError({
    code: 'KEYS_REFUSED',
    kind: mayHelp ? 'unreachable' : 'permission',
    message: `The key holders did not open contribution ${contribution}: ${reasons.join(', ') || 'no answer'}.`,
    hint: mayHelp ? 'It is tried again by itself.' : 'The permission for this task has ended.',
    details: { contribution, said },
  })
}

/**
 * A contribution's key, for a task its member granted. The grant is on the chain and who looks is written down before
 * the keepers are asked; a keeper that is down or refuses is passed over as long as enough of them answer.
 * @throws UsufructError `KEYS_REFUSED` with what each keeper said, `RECIPIENT_MISMATCH`, those of {@link recordGrants}
 */
export const openForTask = async (
  ctx: Context,
  task: ProcessingTask,
  contribution: Hex,
): Promise<Uint8Array> => {
  const rows = await ctx.db
    .select()
    .from(files)
    .where(inArray(files.contribution, [contribution]))
  const [file] = rows
  if (!file)
    throw new UsufructError({
      code: 'CONTRIBUTION_UNKNOWN',
      kind: 'notFound',
      message: `Nobody described contribution ${contribution}.`,
      hint: 'Contribute the file again.',
    })
  await recordGrants(ctx, contribution)
  const who = ctx.operator.address.toLowerCase() as Address
  await ctx.db.insert(looks).values({ contribution, who, task, at: ctx.now() })

  const said: Record<Address, string> = {}
  let mayHelp = false
  const asked = await Promise.all(
    ctx.keepers.map((keeper) =>
      askKeeper(ctx, keeper, task, rows).catch((error: unknown) => {
        const known = findUsufructError(error)
        said[keeper.address] = known?.code ?? 'KEEPER_UNREACHABLE'
        if (!known || known.kind === 'unreachable' || known.kind === 'internal') mayHelp = true
        return null
      }),
    ),
  )
  const answers = asked.filter((answer) => answer !== null)
  for (const { keeper, refused } of answers) for (const { code } of refused) said[keeper] = code
  if (Object.values(said).some((reason) => passing.includes(reason))) mayHelp = true

  const { keys } = await gatherKeys({
    answers,
    commitments: new Map([[contribution, file.keyCommitment]]),
    threshold: ctx.keepersNeeded,
  })
  const key = keys.get(contribution)
  // Taken in only when every key holder that answers has its share: a member who leaves one out would make all
  // licensees depend on the others never being down.
  const incomplete = task === 'clean' && Object.values(said).includes('NO_SHARE')
  if (!key || incomplete) throw keysRefused(contribution, said, mayHelp)
  // Parts of releases are made with the recipient alone: under another key no licensee could open them.
  if (recipientOf(key) !== file.recipient)
    throw new UsufructError({
      code: 'RECIPIENT_MISMATCH',
      message: 'The contribution was announced for another key than the one its key holders have.',
      hint: 'Contribute the file again.',
      details: { contribution, announced: file.recipient },
    })
  return key
}
