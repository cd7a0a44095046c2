import type { Handlers } from '../../http/mount.ts'
import { listConsents } from './listConsents.ts'
import { showTerms } from './showTerms.ts'

export const consentRoutes: Handlers = {
  listMyConsents: (ctx, _, { account }) => listConsents(ctx, account),
  getTerms: (ctx, { params }) => showTerms(ctx, params.hash),
}
