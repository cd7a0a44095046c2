import { type Anchoring, anchoring } from '@usufruct/node/config'
import type { Starters } from '@usufruct/node/supervisor/startHome'
import { usageError } from '../usage.ts'

/** The only place that knows all the processes; each is a package that does not know the others. */
export const loadStarters = async (): Promise<Starters> => {
  // Loaded here, since few commands need them and they are most of what there is to load.
  const [{ startChain }, { startKeeper }] = await Promise.all([
    import('@usufruct/chain/startChain'),
    import('@usufruct/keeper/startKeeper'),
  ])
  return {
    chain: startChain,
    keeper: async (parameters) => {
      const { ended, ...keeper } = await startKeeper(parameters)
      return { ...keeper, exited: ended }
    },
  }
}

/** How consents reach the chain: each by itself, or many under one root. @throws UsufructError `USAGE` */
const anchoringFromEnvironment = (): Anchoring | undefined => {
  const { USUFRUCT_ANCHOR_EVERY: every, USUFRUCT_ANCHOR_MOST: most } = process.env
  if (every === undefined) return undefined
  const parsed = anchoring.safeParse({
    every: Number(every),
    ...(most === undefined ? {} : { most: Number(most) }),
  })
  if (parsed.success) return parsed.data
  throw usageError(
    'USUFRUCT_ANCHOR_EVERY and USUFRUCT_ANCHOR_MOST do not say how permissions are put on the ledger together.',
    'Seconds from 1 to 86400, and at most 100000 under one root; without the first, each goes by itself.',
    { every, most },
  )
}

/** What the surroundings say about where a DAO's parts are, and how it uses its chain. */
export const placesFromEnvironment = () => ({
  anchoring: anchoringFromEnvironment(),
  databaseUrl: process.env.DATABASE_URL,
  rpcUrl: process.env.USUFRUCT_RPC_URL,
  publicHosts: process.env.USUFRUCT_PUBLIC_HOSTS?.split(','),
})
