import type { Handlers } from '../../http/mount.ts'
import { earnings } from './earnings.ts'

export const payoutRoutes: Handlers = {
  getMyEarnings: (ctx, _, { account }) => earnings(ctx, account),
}
