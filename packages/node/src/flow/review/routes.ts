import type { Handlers } from '../../http/mount.ts'
import { commitReview } from './commitReview.ts'
import { nextReview } from './nextReview.ts'
import { revealReview } from './revealReview.ts'
import { listRounds, showRound } from './showRound.ts'

export const reviewRoutes: Handlers = {
  nextReview: (ctx, _, { account }) => nextReview(ctx, account),
  commitReview: (ctx, { body }) => commitReview(ctx, body),
  revealReview: (ctx, { body }) => revealReview(ctx, body),
  getRound: (ctx, { params }) => showRound(ctx, params.round),
  listRounds: (ctx) => listRounds(ctx),
}
