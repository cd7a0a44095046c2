import { z } from 'zod'
import { address, bytes32, sha256Hash, slug } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { count, licenseId, money, offerId, purposeCode, unixTime } from '../values.ts'

export const quoteLicense = route({
  method: 'GET',
  path: '/api/offers/:offer/quote',
  summary: 'What an offer costs for some months, and for how many rows of how many members',
  auth: 'anyone',
  params: z.object({ offer: offerId }),
  query: z.object({ months: z.coerce.number().int().min(1).max(120) }),
  response: z.object({
    offer: offerId,
    release: count,
    months: count,
    price: money,
    purposes: z.array(purposeCode),
    rows: count,
    members: count,
    end: unixTime,
    split: z.object({ contributors: money, reviewers: money, treasury: money }),
  }),
})

export const license = z.object({
  license: licenseId,
  offer: offerId,
  offerName: z.string(),
  dataset: slug,
  licensee: address,
  release: count,
  purposes: z.array(purposeCode),
  start: unixTime,
  end: unixTime,
  price: money,
  live: z.boolean(),
  manifest: sha256Hash.describe('of the newest release this license opens'),
  opensRelease: count,
  notices: count,
})
export type License = z.output<typeof license>

export const listLicenses = route({
  method: 'GET',
  path: '/api/licenses',
  summary: 'Licenses, of everybody or of one licensee; they are public on the chain',
  auth: 'anyone',
  query: z.object({ licensee: address.optional() }),
  response: z.object({ licenses: z.array(license) }),
})

export const getLicense = route({
  method: 'GET',
  path: '/api/licenses/:license',
  summary: 'One license',
  auth: 'anyone',
  params: z.object({ license: licenseId }),
  response: license,
})

export const notice = z.object({
  id: z.string(),
  license: licenseId,
  dataset: slug,
  reason: z.enum(['withdrawal']),
  consent: bytes32,
  contributions: z.array(bytes32),
  rows: count,
  at: unixTime,
  deleteBy: unixTime,
  text: z.string(),
})
export type Notice = z.output<typeof notice>

export const listNotices = route({
  method: 'GET',
  path: '/api/licenses/:license/notices',
  summary: 'What the licensee was told to delete, and by when',
  auth: 'account',
  params: z.object({ license: licenseId }),
  response: z.object({ notices: z.array(notice) }),
})

export const requestRelease = route({
  method: 'POST',
  path: '/api/datasets/:slug/releases',
  summary: 'Cut a release of each of a dataset’s offers that has something new',
  auth: 'operator',
  params: z.object({ slug }),
  response: z.object({
    releases: z.array(z.object({ offer: offerId, release: count, rows: count, parts: count })),
    unchanged: z.array(offerId),
  }),
})
