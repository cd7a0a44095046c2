import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addConsentList } from './consentList.ts'
import { addConsentShow } from './consentShow.ts'
import { addConsentWithdraw } from './consentWithdraw.ts'

export const addConsent = (program: Command, cli: Cli): Command => {
  const consent = program.command('consent').description('the permissions you gave: list, show, stop sharing')
  addConsentList(consent, cli)
  addConsentShow(consent, cli)
  addConsentWithdraw(consent, cli)
  return consent
}
