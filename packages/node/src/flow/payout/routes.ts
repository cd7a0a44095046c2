import type { Handlers } from '../../http/mount.ts'
import { listConsents } from '../withdraw/listConsents.ts'
import { earnings } from './earnings.ts'

export const payoutRoutes: Handlers = {
  getMyEarnings: (ctx, _, { account }) => earnings(ctx, account),
  listMyConsents: (ctx, _, { account }) => listConsents(ctx, account),
}
