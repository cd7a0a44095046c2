import type { Handlers } from '../../http/mount.ts'
import { addTakedown } from './addTakedown.ts'
import { removeTakedown } from './removeTakedown.ts'
import { listTakedowns } from './showTakedown.ts'

export const takedownRoutes: Handlers = {
  addTakedown: (ctx, { body }, { account }) => addTakedown(ctx, account, body),
  listTakedowns: (ctx) => listTakedowns(ctx),
  removeTakedown: (ctx, { params, body }, { account }) =>
    removeTakedown(ctx, account, { id: Number(params.id), reason: body.reason }),
}
