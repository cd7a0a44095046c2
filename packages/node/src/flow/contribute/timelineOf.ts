import { formatMoney } from '@usufruct/sdk/domain/money'
import type { TimelineEntry } from '@usufruct/sdk/http/routes/contribute'
import type { TakenDown } from '@usufruct/sdk/http/routes/takedown'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { events, licenses } from '../../db/schema.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import type { InRelease, Row } from './listContributions.ts'

export type Event = typeof events.$inferSelect
type License = Pick<typeof licenses.$inferSelect, 'id' | 'offer' | 'release' | 'start'>

/** What the chain's own events say about an account's contributions. */
export type Ledger = {
  /** By event name and the id it is about. */
  eventOf: (name: string, id: Hex) => Event | undefined
  /** Money taken under a consent, oldest first. */
  paid: ReadonlyMap<Hex, Event[]>
}

/** The newest of an offer that are told one by one: a dataset may be licensed thousands of times. */
const told = 50

const about = (event: Event): string | undefined =>
  (event.args.contributionId ?? event.args.consentId)?.toLowerCase()

/** Reads the events that the timelines of these contributions and consents show. */
export const readLedger = async (
  ctx: Context,
  contributionIds: readonly Hex[],
  consentIds: readonly Hex[],
): Promise<Ledger> => {
  const rows = await ctx.db
    .select()
    .from(events)
    .where(
      sql`(${and(
        inArray(events.name, ['ContributionRegistered', 'ContributionStatusChanged']),
        inArray(sql`lower(${events.args} ->> 'contributionId')`, [...contributionIds]),
      )}) or (${and(
        inArray(events.name, ['ConsentGranted', 'ConsentPaused', 'ConsentWithdrawn', 'EarningsClaimed']),
        inArray(sql`lower(${events.args} ->> 'consentId')`, [...consentIds]),
      )})`,
    )
    .orderBy(asc(events.block), asc(events.logIndex))
  const single = new Map<string, Event>()
  const paid = new Map<Hex, Event[]>()
  for (const event of rows) {
    const id = about(event) as Hex
    if (event.name === 'EarningsClaimed') paid.set(id, [...(paid.get(id) ?? []), event])
    else single.set(`${event.name}/${id}`, event)
  }
  return { eventOf: (name, id) => single.get(`${name}/${id}`), paid }
}

/** The licenses that opened any of these releases. */
export const licensesOf = async (ctx: Context, inReleases: readonly InRelease[]): Promise<License[]> => {
  const offers = [...new Set(inReleases.map(({ offer }) => offer))]
  const bought = await Promise.all(
    offers.map((offer) =>
      ctx.db
        .select({
          id: licenses.id,
          offer: licenses.offer,
          release: licenses.release,
          start: licenses.start,
        })
        .from(licenses)
        .where(
          and(
            eq(licenses.offer, offer),
            inArray(
              licenses.release,
              inReleases.flatMap((entry) => (entry.offer === offer ? [entry.release] : [])),
            ),
          ),
        )
        .orderBy(desc(licenses.start))
        .limit(told),
    ),
  )
  return bought.flat()
}

/** To whoever stopped before anybody had looked, the key holders' refusal is what they asked for and no failure. */
export const notCleaned = (error: string, stopped: boolean): string =>
  stopped && error.startsWith('KEYS_REFUSED')
    ? 'Not checked: the key holders do not open it any more'
    : `Could not be cleaned (${error})`

const outcomes: Record<number, string> = {
  [contributionStatus.accepted]: 'Accepted by the panel',
  [contributionStatus.rejected]: 'Not accepted by the panel',
  [contributionStatus.returned]: 'Sent back by the panel, to be mended',
}

type Input = {
  row: Row
  inReleases: readonly InRelease[]
  bought: readonly License[]
  newRows: number | null
  takenDown: readonly TakenDown[]
  /** Where to write to who does not agree. */
  takedownContact: string
  ledger: Ledger
  coin: Context['coin']
}

/** Everything that happened to a contribution, oldest first, each with the transaction that says so where one does. */
export const timelineOf = (input: Input): TimelineEntry[] => {
  const { row, inReleases, bought, newRows, takenDown, takedownContact, ledger, coin } = input
  const { onChain, file, consent, round, value } = row
  const entries: TimelineEntry[] = []
  const add = (at: number | null | undefined, stage: string, text: string, event?: Event) => {
    if (!at) return
    const where = event ? { transaction: event.transaction, block: event.block } : null
    entries.push({ at, stage, text, ledger: where })
  }
  const changed = (name: string) => consent && ledger.eventOf(name, consent.id)
  // The permission that it was registered under was signed first, whatever continued it since.
  const signed = ledger.eventOf('ConsentGranted', onChain.consent)
  add(signed?.at, 'contribute', 'You signed the permission', signed)
  add(
    onChain.at,
    'contribute',
    'Recorded: the commitment is final',
    ledger.eventOf('ContributionRegistered', onChain.id),
  )
  add(file?.uploadedAt, 'contribute', 'Uploaded, encrypted')
  add(file?.cleanedAt, 'clean', `Checked: ${newRows ?? 0} of ${file?.rows ?? 0} rows are new`)
  for (const { takedown, reason, at, rows } of takenDown)
    add(
      Math.max(at, file?.cleanedAt ?? 0),
      'clean',
      `Set aside, because it was taken down: ${rows === 1 ? '1 row' : `${rows} rows`} (${reason}). If that is wrong, write to ${takedownContact} and name takedown ${takedown}`,
    )
  if (file?.cleanError)
    add(file.cleanStartedAt, 'clean', notCleaned(file.cleanError, Boolean(consent?.withdrawnAt)))
  add(round?.openedAt, 'review', 'In a review batch')
  const outcome = outcomes[onChain.status]
  if (outcome)
    add(onChain.statusAt, 'review', outcome, ledger.eventOf('ContributionStatusChanged', onChain.id))
  add(value?.at, 'value', `Weighed: ${value?.newRows ?? 0} new rows`)
  for (const { name, release, at } of inReleases) add(at, 'release', `In version ${release} of “${name}”`)
  for (const { offer, start } of bought) {
    const name = inReleases.find((entry) => entry.offer === offer)?.name ?? `offer ${offer}`
    add(start, 'license', `Licensed to somebody, for “${name}”`)
  }
  const lines = new Set([onChain.consent, onChain.currentConsent])
  for (const event of [...lines].flatMap((id) => ledger.paid.get(id) ?? []))
    add(
      event.at,
      'payout',
      `You were paid ${formatMoney(BigInt(event.args.amount ?? 0), coin)} under this permission`,
      event,
    )
  if (consent && consent.id !== onChain.consent)
    add(
      consent.grantedAt,
      'contribute',
      'You continued it under a new permission',
      changed('ConsentGranted') ?? undefined,
    )
  add(consent?.pausedAt, 'withdraw', 'You paused it: no new licenses', changed('ConsentPaused') ?? undefined)
  add(consent?.withdrawnAt, 'withdraw', 'You stopped sharing it', changed('ConsentWithdrawn') ?? undefined)
  return entries.sort((a, b) => a.at - b.at)
}
