import type { Starters } from '@usufruct/node/supervisor/startHome'

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

/** What the surroundings say about where a DAO's parts are. */
export const placesFromEnvironment = () => ({
  databaseUrl: process.env.DATABASE_URL,
  rpcUrl: process.env.USUFRUCT_RPC_URL,
  publicHosts: process.env.USUFRUCT_PUBLIC_HOSTS?.split(','),
})
