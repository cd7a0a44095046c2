import type { Handlers } from '../../http/mount.ts'
import { checkLicense } from './checkLicense.ts'
import { getLicense, listLicenses, listNotices } from './licenses.ts'
import { quoteLicense } from './quoteLicense.ts'

export const licenseRoutes: Handlers = {
  checkLicense: (ctx, { params, query }) => checkLicense(ctx, params.slug, query),
  quoteLicense: (ctx, { params, query }) => quoteLicense(ctx, { offer: params.offer, months: query.months }),
  listLicenses: (ctx, { query }) => listLicenses(ctx, query.licensee),
  getLicense: (ctx, { params }) => getLicense(ctx, params.license),
  listNotices: (ctx, { params }, { account }) => listNotices(ctx, account, params.license),
}
