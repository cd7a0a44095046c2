import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addLicenseBuy } from './licenseBuy.ts'
import { addLicenseCheck } from './licenseCheck.ts'
import { addLicenseList } from './licenseList.ts'
import { addLicenseQuote } from './licenseQuote.ts'
import { addLicenseShow } from './licenseShow.ts'

export const addLicense = (program: Command, cli: Cli): Command => {
  const license = program.command('license').description('check, quote, buy, list and show licenses')
  addLicenseCheck(license, cli)
  addLicenseQuote(license, cli)
  addLicenseBuy(license, cli)
  addLicenseList(license, cli)
  addLicenseShow(license, cli)
  return license
}
