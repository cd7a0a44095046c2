import type { Dataset } from '@usufruct/sdk/http/routes/contribute'

/** On chain a month is thirty days. */
export const month = 30 * 86_400

/** Months an offer can be licensed for now: a license may not outlast the version it opens. */
export const longestTerm = (
  { maxMonths, validUntil }: Pick<Dataset['offers'][number], 'maxMonths' | 'validUntil'>,
  now: number,
): number =>
  Math.max(1, Math.min(maxMonths, validUntil === null ? maxMonths : Math.floor((validUntil - now) / month)))
