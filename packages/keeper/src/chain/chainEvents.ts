import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { getAbiItem } from 'viem'

/** What a keeper reads from the chain, and nothing else. */
export const chainEvents = [
  getAbiItem({ abi: membersAbi, name: 'ConsentGranted' }),
  getAbiItem({ abi: membersAbi, name: 'ConsentsAnchored' }),
  getAbiItem({ abi: membersAbi, name: 'ConsentPaused' }),
  getAbiItem({ abi: membersAbi, name: 'ConsentWithdrawn' }),
  getAbiItem({ abi: contributionsAbi, name: 'ContributionRegistered' }),
  getAbiItem({ abi: contributionsAbi, name: 'ContributionStatusChanged' }),
  getAbiItem({ abi: contributionsAbi, name: 'ProcessingGranted' }),
  getAbiItem({ abi: offersAbi, name: 'OfferCreated' }),
  getAbiItem({ abi: releasesAbi, name: 'ReleaseActivated' }),
  getAbiItem({ abi: offersAbi, name: 'LicenseBought' }),
  getAbiItem({ abi: offersAbi, name: 'LicenseRenewed' }),
  getAbiItem({ abi: offersAbi, name: 'LicenseEnded' }),
] as const
