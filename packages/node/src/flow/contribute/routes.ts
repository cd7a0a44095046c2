import type { Handlers } from '../../http/mount.ts'
import { showRelayed } from '../anchor/showRelayed.ts'
import { listDatasets, showDataset } from '../release/showDataset.ts'
import { describeContribution } from './describeContribution.ts'
import { listContributions } from './listContributions.ts'
import { startUpload } from './receiveUpload.ts'
import { relayAct } from './relayAct.ts'

export const contributeRoutes: Handlers = {
  relay: (ctx, { body }) => relayAct(ctx, body),
  getRelayed: (ctx, { params }) => showRelayed(ctx, params.act),
  describeContribution: (ctx, { body }, { account }) => describeContribution(ctx, account, body),
  startUpload: (ctx, { body }, { account }) => startUpload(ctx, account, body),
  listMyContributions: (ctx, _, { account }) => listContributions(ctx, account),
  listDatasets: (ctx) => listDatasets(ctx),
  getDataset: (ctx, { params }) => showDataset(ctx, params.slug),
}
