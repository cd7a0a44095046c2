import { and, gt, isNull, type SQL } from 'drizzle-orm'
import { consents } from '../../db/schema.ts'

/** A consent that permits something at a time (Unix seconds): not taken back, not paused, not over. */
export const isLiveConsent = (at: number): SQL | undefined =>
  and(isNull(consents.withdrawnAt), isNull(consents.pausedAt), gt(consents.end, at))
