import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import type { Handlers } from '../../http/mount.ts'
import { requestRelease } from './advanceReleases.ts'
import { showDataset } from './showDataset.ts'

export const releaseRoutes: Handlers = {
  requestRelease: async (ctx, { params }) => {
    await showDataset(ctx, params.slug)
    return ctx.inTurn(() => requestRelease(ctx, datasetIdOf(params.slug)))
  },
}
