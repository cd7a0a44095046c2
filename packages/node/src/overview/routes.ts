import type { Handlers } from '../http/mount.ts'
import { showDao } from './showDao.ts'
import { showOverview } from './showOverview.ts'
import { showText } from './showText.ts'

export const overviewRoutes: Handlers = {
  getDao: (ctx) => showDao(ctx),
  getOverview: (ctx) => showOverview(ctx),
  getText: (ctx, { params }) => showText(ctx, params.hash),
}
