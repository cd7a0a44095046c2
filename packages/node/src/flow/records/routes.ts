import type { Handlers } from '../../http/mount.ts'
import { listReceipts, receiptOf } from './receipts.ts'
import { showCertificate } from './showCertificate.ts'
import { showProjection } from './showProjection.ts'
import { showStability } from './showStability.ts'

export const recordRoutes: Handlers = {
  listMyReceipts: (ctx, _, { account }) => listReceipts(ctx, account),
  getMyReceipt: (ctx, { params }, { account }) => receiptOf(ctx, { account, id: params.id }),
  getStability: (ctx, { params, query }) => showStability(ctx, { offer: params.offer, months: query.months }),
  getCertificate: (ctx, { params }) => showCertificate(ctx, params.license),
  getProjection: (ctx, { params }) => showProjection(ctx, params),
}
