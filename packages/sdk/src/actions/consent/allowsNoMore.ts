import { type Purpose, purposesToBitmap } from '../../domain/purposes.ts'

type Allowed = { purposes: readonly Purpose[]; end: number }

/** Whether what is wished for needs nothing that a permission does not give: the same purposes or fewer, and no later
 * end. The node takes that under the text that was signed, and asks for the newest for anything more. */
export const allowsNoMore = (wish: Allowed, before: Allowed): boolean =>
  (purposesToBitmap(wish.purposes) & ~purposesToBitmap(before.purposes)) === 0 && wish.end <= before.end
