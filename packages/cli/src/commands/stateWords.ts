import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { formatDay } from '../output/dates.ts'

/** Where a permission is, in a few words. */
export const stateWords = (consent: Consent, now = Math.floor(Date.now() / 1000)): string => {
  const { state, end, pausedAt, withdrawnAt, renewFrom, replacedBy, known } = consent
  switch (state) {
    case 'live':
      if (!known) return 'not in terms of this DAO: never used'
      return renewFrom !== null && renewFrom <= now
        ? `until ${formatDay(end)}: renew it`
        : `until ${formatDay(end)}`
    case 'paused':
      return `paused ${formatDay(pausedAt ?? end)}`
    case 'withdrawn':
      return `taken back ${formatDay(withdrawnAt ?? end)}`
    case 'replaced':
      return `continued by ${replacedBy?.slice(0, 10) ?? 'another'}`
    case 'expired':
      return `ended ${formatDay(end)}`
  }
}
