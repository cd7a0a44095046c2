import type { Handlers } from '../../http/mount.ts'
import { addTakedown } from './addTakedown.ts'
import { removeTakedown } from './removeTakedown.ts'
import { listTakedowns } from './showTakedown.ts'

// In turn with the releases: one that is being made from the rows of before would hold what leaves now.
export const takedownRoutes: Handlers = {
  addTakedown: (ctx, { body }, { account }) => ctx.inTurn(() => addTakedown(ctx, account, body)),
  listTakedowns: (ctx) => listTakedowns(ctx),
  removeTakedown: (ctx, { params, body }, { account }) =>
    ctx.inTurn(() => removeTakedown(ctx, account, { id: Number(params.id), reason: body.reason })),
}
