import type { Handlers } from '../../http/mount.ts'
import { showAnchor, showAnchored } from '../anchor/anchoredProof.ts'
import { listConsents } from './listConsents.ts'
import { showTerms } from './showTerms.ts'

export const consentRoutes: Handlers = {
  listMyConsents: (ctx, _, { account }) => listConsents(ctx, account),
  getAnchoredConsent: (ctx, { params }) => showAnchored(ctx, params.consent),
  getAnchor: (ctx, { params }) => showAnchor(ctx, params.root),
  getTerms: (ctx, { params }) => showTerms(ctx, params.hash),
}
