import type { Handlers } from '../../http/mount.ts'
import { listAgreements } from './listAgreements.ts'
import { publishAgreement } from './publishAgreement.ts'

export const agreementRoutes: Handlers = {
  listAgreements: (ctx) => listAgreements(ctx),
  publishAgreement: (ctx, { body }) => publishAgreement(ctx, body.text),
}
