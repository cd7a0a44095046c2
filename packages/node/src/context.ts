import type { Coin } from '@usufruct/sdk/domain/money'
import type { Charter } from '@usufruct/sdk/founding/charter'
import type { FoundingOffer, FoundingTexts } from '@usufruct/sdk/founding/publishTexts'
import type { Deployment } from '@usufruct/sdk/messages/domain'
import type { Address, Hex, PrivateKeyAccount, PublicClient } from 'viem'
import type { Anchoring } from './config.ts'
import type { Db } from './db/open.ts'
import type { Indexer } from './indexer/createIndexer.ts'
import type { Jobs } from './jobs/createJobs.ts'
import type { Storage } from './ports/storage/storage.ts'
import type { SendOnce } from './relay/createSendOnce.ts'

export type Keeper = { index: number; address: Address; hpkePublicKey: Hex; url: string }

/** A sample account with its key, which a practice DAO hands out on loopback. */
export type PracticeKey = {
  name: string
  role: 'member' | 'reviewer' | 'licensee' | 'operator'
  may: string
  address: Address
  privateKey: Hex
}

/** What every verb of the node is given. Made once in `main.ts`, never a global. */
export type Context = {
  version: string
  /** Folder of this DAO on disk. */
  home: string
  charter: Charter
  /** What the DAO published when it was founded. Later agreements are in the database. */
  texts: FoundingTexts
  /** Offers it was founded with; their terms' hash is on chain. */
  foundingOffers: readonly FoundingOffer[]
  deployment: Deployment
  /** The datasets' ids on chain and their names. */
  datasetIds: ReadonlyMap<Hex, string>
  /** Names for people: datasets by id, offers by the hash of their terms, accounts. */
  datasetNames: ReadonlyMap<Hex, string>
  offerNames: ReadonlyMap<Hex, string>
  accountNames: ReadonlyMap<Hex, string>
  coin: Coin & { name: string }
  db: Db
  publicClient: PublicClient
  indexer: Indexer
  sendOnce: SendOnce
  storage: Storage
  /** How the node itself reaches the keepers. */
  keepers: readonly Keeper[]
  keepersNeeded: number
  /** Holds the DAO's roles and its processing grants. */
  operator: PrivateKeyAccount
  /** Who may be dealt to a panel. */
  reviewers: readonly Address[]
  treasury: Address
  /** Pays for members' acts; holds no role. */
  relayer: PrivateKeyAccount
  /** Null where each consent is relayed by itself. */
  anchoring: Anchoring | null
  jobs: Jobs
  rpcUrl: string
  /** Names this node goes by, besides those of loopback. */
  publicHosts: readonly string[]
  /** Runs one thing at a time: releases, rounds and reviews read before they write. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Named accounts of a practice DAO; empty in a real one. */
  practice: readonly PracticeKey[]
  /** Unix time in seconds. */
  now: () => number
  log: (text: string, details?: Record<string, unknown>) => void
}
