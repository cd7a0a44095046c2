import { allowsNoMore } from '@usufruct/sdk/actions/consent/allowsNoMore'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { dayOf, endOfChoice } from './choice.ts'

type Before = Pick<Consent, 'purposes' | 'end' | 'known'>

/** The end behind a chosen day. The day that it ends on already is no other end, not even by hours. */
export const endOfChange = (lastDay: string, { end }: Pick<Consent, 'end'>): number | null =>
  lastDay === dayOf(end) ? end : endOfChoice(lastDay)

/** Whether a change can stand under the text that was signed before: it allows no more than that did. Anything more
 * is signed under the newest. */
export const staysUnderSigned = (
  wish: { purposes: readonly Purpose[]; end: number | null },
  before: Before,
): boolean =>
  before.known && wish.end !== null && allowsNoMore({ purposes: wish.purposes, end: wish.end }, before)
