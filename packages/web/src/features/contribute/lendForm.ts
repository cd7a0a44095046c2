import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Dataset, Provenance } from '@usufruct/sdk/http/routes/contribute'
import { nowInSeconds } from '../../ui/time.ts'

/** What the member answers. Nothing is chosen for them: an empty answer is one they have not given yet. */
export type LendForm = {
  origin: Provenance['origin'] | null
  othersInIt: Provenance['othersInIt'] | null
  source: string
  madeByAi: Provenance['madeByAi'] | null
  purposes: Purpose[]
  years: number
}

export const emptyForm: LendForm = {
  origin: null,
  othersInIt: null,
  source: '',
  madeByAi: null,
  purposes: [],
  years: 3,
}

const year = 365 * 86_400

/** Whole days, so that two files lent on one day fall under one permission. */
export const endOf = (years: number, now = nowInSeconds()) =>
  (Math.floor(now / 86_400) + 1) * 86_400 + years * year

export const provenanceOf = ({ origin, othersInIt, source, madeByAi }: LendForm): Provenance | null =>
  origin && othersInIt && madeByAi ? { origin, othersInIt, madeByAi, source: source.trim() } : null

/** What still keeps the form from being sent, in words; empty when nothing does. */
export const missingFrom = (form: LendForm, hasFile: boolean, hasPermission: boolean): string[] => [
  ...(hasFile ? [] : ['choose a file']),
  ...(form.origin ? [] : ['say whose data it is']),
  ...(form.othersInIt ? [] : ['say whether anyone else is in it']),
  ...(form.madeByAi ? [] : ['say whether AI made any of it']),
  ...(hasPermission || form.purposes.length > 0 ? [] : ['allow at least one use']),
]

export type OfferFit = { offer: string; name: string; missing: readonly Purpose[] }

/** Which offers the chosen purposes reach, and what the others ask for beyond them. */
export const offerFits = (
  offers: readonly Pick<Dataset['offers'][number], 'offer' | 'name' | 'purposes' | 'closed'>[],
  chosen: readonly Purpose[],
): OfferFit[] =>
  offers
    .filter(({ closed }) => !closed)
    .map(({ offer, name, purposes }) => ({
      offer,
      name,
      missing: purposes.filter((purpose) => !chosen.includes(purpose)),
    }))
