import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { purposeGroups } from '../../ui/purposeWords.ts'

/** What a member chooses: purposes, and the last day as the date field has it (`2029-11-22`). */
export type Choice = { purposes: Purpose[]; lastDay: string }

const day = 86_400
const noon = day / 2

/** A day's noon in Greenwich is the same day nearly everywhere: what was picked is what is read back. */
export const endOfChoice = (lastDay: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(lastDay)) return null
  const start = Date.parse(`${lastDay}T00:00:00Z`)
  // JavaScript takes 30 February for the second of March in some places and refuses it in others.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== lastDay) return null
  return start / 1000 + noon
}

export const dayOf = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10)

/** The same day of a later year; 29 February becomes the 28th where there is none. */
export const yearsFrom = (now: number, years: number): string => {
  const date = new Date(now * 1000)
  const month = date.getUTCMonth()
  date.setUTCFullYear(date.getUTCFullYear() + years)
  if (date.getUTCMonth() !== month) date.setUTCDate(0)
  return date.toISOString().slice(0, 10)
}

export const presets: readonly number[] = [1, 2, 3, 5, 10]

export const emptyChoice = (now: number): Choice => ({ purposes: [], lastDay: yearsFrom(now, 3) })

/** What is wrong with the chosen day, in words; null when nothing is. */
export const lastDayProblem = (
  lastDay: string,
  agreement: PublishedAgreement,
  now: number,
): string | null => {
  const end = endOfChoice(lastDay)
  if (end === null) return 'This is not a day in the calendar.'
  if (end <= now) return 'This day is over. Choose a later one.'
  const { end: latest } = agreement.terms.term
  if (latest !== null && end * 1000 > Date.parse(latest))
    return 'The agreement itself ends before that day. Choose an earlier one.'
  if (end > now + 100 * 366 * day) return 'Choose a day within the next hundred years.'
  return null
}

/** Only what the agreement lets a member permit: what it prohibits is in no form. */
export const offeredGroups = (agreement: PublishedAgreement) => {
  const { permit, prohibit } = agreement.terms.purposes
  const offered = (code: Purpose) => permit.includes(code) && !prohibit.includes(code)
  return purposeGroups
    .map((group) => ({ ...group, purposes: group.purposes.filter(offered) }))
    .filter(({ purposes }) => purposes.length > 0)
}

type Offer = Pick<Dataset['offers'][number], 'offer' | 'name' | 'purposes' | 'pricePerMonth' | 'closed'>

export type Earns = { offer: string; name: string; pricePerMonth: string; alsoNeeds: Purpose[] }

/** The offers that one box is needed for, and what each still asks for beyond the ticked boxes and this one. */
export const earnsOf = (code: Purpose, offers: readonly Offer[], chosen: readonly Purpose[]): Earns[] =>
  offers
    .filter(({ closed, purposes }) => !closed && purposes.includes(code))
    .map(({ offer, name, pricePerMonth, purposes }) => ({
      offer,
      name,
      pricePerMonth,
      alsoNeeds: purposes.filter((other) => other !== code && !chosen.includes(other)),
    }))

export type OfferFit = { offer: string; name: string; pricePerMonth: string; missing: readonly Purpose[] }

/** Which offers the chosen purposes reach, and what the others ask for beyond them. */
export const offerFits = (offers: readonly Offer[], chosen: readonly Purpose[]): OfferFit[] =>
  offers
    .filter(({ closed }) => !closed)
    .map(({ offer, name, pricePerMonth, purposes }) => ({
      offer,
      name,
      pricePerMonth,
      missing: purposes.filter((purpose) => !chosen.includes(purpose)),
    }))
