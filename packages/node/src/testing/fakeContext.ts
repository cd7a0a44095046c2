import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { foundingOffers } from '@usufruct/sdk/founding/publishTexts'
import { readFounding } from '../charter/publishCharter.ts'
import type { Context } from '../context.ts'
import { openDb } from '../db/open.ts'
import { rememberTexts } from '../founding/rememberTexts.ts'
import { createLocalStorage } from '../ports/storage/local.ts'

const charterPath = fileURLToPath(new URL('../../../../samples/dao.json', import.meta.url))

const contract = (nibble: string) => `0x${nibble.repeat(40)}` as const

export const testDeployment = {
  chainId: 31_337,
  factory: contract('1'),
  members: contract('2'),
  offers: contract('3'),
  releases: contract('4'),
  contributions: contract('5'),
  authority: contract('6'),
  coin: contract('7'),
  fromBlock: 0,
}

export const testCoin = {
  address: testDeployment.coin,
  name: 'Practice Dollar',
  symbol: 'PRACTICE',
  decimals: 6,
}

/** Filling the texts takes longer than most tests; it gives the same bytes every time. */
let founding: ReturnType<typeof readFounding> | undefined

/**
 * A context with the real database, storage and charter, for verbs that ask nothing else: chain, keepers and
 * jobs are left out unless a test brings its own, and touching them fails. What they do together is tested end to
 * end.
 */
export const openTestContext = async (own: Partial<Context> = {}) => {
  const home = await mkdtemp(join(tmpdir(), 'usufruct-node-'))
  const opened = await openDb({ folder: join(home, 'db') })
  let time = 1_800_000_000
  founding ??= readFounding(charterPath, { now: time })
  const { charter, texts } = await founding
  const deployment = testDeployment
  const offers = foundingOffers(
    charter,
    texts,
    { chainId: deployment.chainId, members: deployment.members, name: charter.name },
    testCoin,
  )
  await rememberTexts(opened.db, { texts, offers, now: time })
  const parts: Partial<Context> = {
    home,
    charter,
    texts,
    foundingOffers: offers,
    deployment,
    coin: testCoin,
    db: opened.db,
    storage: await createLocalStorage(join(home, 'storage')),
    datasetIds: new Map(charter.datasets.map(({ slug }) => [datasetIdOf(slug), slug])),
    now: () => time,
    anchoring: null,
    inTurn: (work) => work(),
    log: () => undefined,
    indexer: {
      head: () => ({ block: 1, hash: '0x', time }),
      reached: async () => undefined,
      sync: async () => undefined,
      stop: async () => undefined,
    },
    ...own,
  }
  const ctx = new Proxy(parts, {
    get: (target, key) => {
      if (key in target) return target[key as keyof Context]
      throw new Error(`this test has no ${String(key)}`)
    },
  }) as Context
  return {
    ctx,
    setTime: (next: number) => {
      time = next
    },
    close: async () => {
      await opened.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
