import * as consent from './routes/consent.ts'
import * as contribute from './routes/contribute.ts'
import * as dao from './routes/dao.ts'
import * as founding from './routes/founding.ts'
import * as license from './routes/license.ts'
import * as payout from './routes/payout.ts'
import * as practice from './routes/practice.ts'
import * as review from './routes/review.ts'
import * as session from './routes/session.ts'
import * as takedown from './routes/takedown.ts'
import * as terms from './routes/terms.ts'

/** The node's whole JSON API. The node mounts it, the client calls it, OpenAPI is printed from it. */
export const api = {
  getDao: dao.getDao,
  getOverview: dao.getOverview,
  getText: dao.getText,
  getSessionNonce: session.getSessionNonce,
  createSession: session.createSession,
  deleteSession: session.deleteSession,
  relay: contribute.relay,
  getRelayed: contribute.getRelayed,
  describeContribution: contribute.describeContribution,
  startUpload: contribute.startUpload,
  listMyContributions: contribute.listMyContributions,
  listDatasets: contribute.listDatasets,
  getDataset: contribute.getDataset,
  nextReview: review.nextReview,
  commitReview: review.commitReview,
  revealReview: review.revealReview,
  getRound: review.getRound,
  listRounds: review.listRounds,
  addTakedown: takedown.addTakedown,
  listTakedowns: takedown.listTakedowns,
  removeTakedown: takedown.removeTakedown,
  requestRelease: license.requestRelease,
  quoteLicense: license.quoteLicense,
  listLicenses: license.listLicenses,
  getLicense: license.getLicense,
  listNotices: license.listNotices,
  listMyConsents: consent.listMyConsents,
  listMyReceipts: consent.listMyReceipts,
  getMyReceipt: consent.getMyReceipt,
  getAnchoredConsent: consent.getAnchoredConsent,
  getAnchor: consent.getAnchor,
  listAgreements: consent.listAgreements,
  publishAgreement: consent.publishAgreement,
  getTerms: consent.getTerms,
  checkLicense: terms.checkLicense,
  getStability: terms.getStability,
  getCertificate: terms.getCertificate,
  getProjection: terms.getProjection,
  getFounding: founding.getFounding,
  getFoundingTemplates: founding.getFoundingTemplates,
  getFoundingDraft: founding.getFoundingDraft,
  putFoundingDraft: founding.putFoundingDraft,
  deployFounding: founding.deployFounding,
  getMyEarnings: payout.getMyEarnings,
  listPracticeAccounts: practice.listPracticeAccounts,
  getPracticeKey: practice.getPracticeKey,
  reportStory: practice.reportStory,
} as const

export type Api = typeof api
export type ApiName = keyof Api
