import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addConsentCard } from './consentCard.ts'
import { addConsentList } from './consentList.ts'
import { addConsentPause } from './consentPause.ts'
import { addConsentRenew, addConsentResume } from './consentRenew.ts'
import { addConsentShow } from './consentShow.ts'
import { addConsentWithdraw } from './consentWithdraw.ts'

export const addConsent = (program: Command, cli: Cli): Command => {
  const consent = program
    .command('consent')
    .description('the permissions you gave: list, show, renew, pause, resume, stop sharing, leave cards')
  addConsentList(consent, cli)
  addConsentShow(consent, cli)
  addConsentRenew(consent, cli)
  addConsentPause(consent, cli)
  addConsentResume(consent, cli)
  addConsentWithdraw(consent, cli)
  addConsentCard(consent, cli)
  return consent
}
