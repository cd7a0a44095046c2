import { consentsAbi } from '@usufruct/sdk/contracts/generated/Consents'
import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { licensesAbi } from '@usufruct/sdk/contracts/generated/Licenses'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { getAbiItem } from 'viem'

/** What a keeper reads from the chain, and nothing else. */
export const chainEvents = [
  getAbiItem({ abi: consentsAbi, name: 'ConsentGranted' }),
  getAbiItem({ abi: consentsAbi, name: 'ConsentPaused' }),
  getAbiItem({ abi: consentsAbi, name: 'ConsentWithdrawn' }),
  getAbiItem({ abi: contributionsAbi, name: 'ContributionRegistered' }),
  getAbiItem({ abi: contributionsAbi, name: 'ContributionStatusChanged' }),
  getAbiItem({ abi: offersAbi, name: 'OfferCreated' }),
  getAbiItem({ abi: offersAbi, name: 'ReleaseActivated' }),
  getAbiItem({ abi: licensesAbi, name: 'LicenseBought' }),
  getAbiItem({ abi: licensesAbi, name: 'LicenseRenewed' }),
] as const
