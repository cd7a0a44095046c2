import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Context } from '../../context.ts'
import { rounds, seats } from '../../db/reviewSchema.ts'
import { consents, contributions, files } from '../../db/schema.ts'
import { cleanedLines, type FileRow } from '../clean/withPlaintext.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'
import { takenRowsOf } from '../takedown/takenDownOf.ts'
import { countNearRows, newRowsOf } from '../value/newRows.ts'
import { doubtsOf } from './doubtsOf.ts'

const shownRows = 200
/** A row may be a picture; the first is shown however large. */
const shownCharacters = 8 * 1024 * 1024

const openSeats = (ctx: Context, reviewer: Address) =>
  ctx.db
    .select({ seat: seats, round: rounds, order: contributions.order })
    .from(seats)
    .innerJoin(rounds, eq(rounds.id, seats.round))
    .innerJoin(contributions, eq(contributions.id, seats.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .where(
      and(
        eq(seats.reviewer, reviewer),
        // Key holders would refuse it, and the reviewer would get no further.
        isLiveConsent(ctx.now()),
        or(
          and(eq(rounds.phase, 'commit'), isNull(seats.commitment)),
          and(eq(rounds.phase, 'reveal'), isNull(seats.score)),
        ),
      ),
    )
    .orderBy(asc(rounds.openedAt), asc(contributions.order))

const requireReviewer = (ctx: Context, account: Address) => {
  if (ctx.reviewers.includes(account)) return
  throw new UsufructError({
    code: 'NOT_A_REVIEWER',
    kind: 'permission',
    message: 'This account is no reviewer of this DAO.',
    hint: 'Reviewers are named by the charter.',
    details: { account },
  })
}

const firstRows = async (ctx: Context, file: FileRow, taken: ReadonlySet<number>) => {
  const rows: Record<string, unknown>[] = []
  const places: number[] = []
  let at = 0
  let characters = 0
  let full = false
  for await (const line of cleanedLines(ctx, file, 'review')) {
    if (taken.has(at++) || full) continue
    characters += line.length
    full = rows.length > 0 && (rows.length >= shownRows || characters > shownCharacters)
    if (full) continue
    rows.push(JSON.parse(line) as Record<string, unknown>)
    places.push(at)
  }
  return { rows, places, rowsTotal: at - taken.size }
}

/** The next thing a reviewer can do, with the rows as they would be licensed. Opening them is recorded, and
 * the member sees it. */
export const nextReview = async (
  ctx: Context,
  account: Address,
): Promise<{ task: ReviewTask | null; waiting: number }> => {
  requireReviewer(ctx, account)
  const open = (await openSeats(ctx, account)).filter(
    ({ seat, round }) => round.phase === 'commit' || seat.commitment !== null,
  )
  const next = open[0]
  if (!next) return { task: null, waiting: 0 }
  const { seat, round } = next
  const [file] = await ctx.db.select().from(files).where(eq(files.contribution, seat.contribution))
  const dataset = ctx.charter.datasets.find(({ slug }) => slug === round.dataset)
  if (!file || !dataset) return { task: null, waiting: 0 }

  const taken = await takenRowsOf(ctx, seat.contribution)
  const shown = await firstRows(ctx, file, taken)
  return {
    waiting: open.length,
    task: {
      round: round.id,
      contribution: seat.contribution,
      dataset: round.dataset,
      phase: round.phase === 'commit' ? 'commit' : 'reveal',
      until: round.phaseEnds,
      committed: seat.commitment !== null,
      revealed: seat.score !== null,
      columns: dataset.columns,
      ...shown,
      provenance: file.provenance as ReviewTask['provenance'],
      report: {
        version: file.reportVersion,
        hash: file.reportHash,
        rows: file.rows,
        invalid: file.invalid,
        duplicatesWithin: file.duplicatesWithin,
        findings: file.findings,
        newRows: (await newRowsOf(ctx, seat.contribution)).length,
        nearRows: await countNearRows(ctx, seat.contribution),
        nearWithin: file.nearWithin ?? 0,
        takenDown: taken.size,
        ...(file.details ? { details: file.details } : {}),
      },
      recomputed: file.recomputed,
      doubts: doubtsOf(file),
    },
  }
}
