import { startChain } from '@usufruct/chain/startChain'
import { startKeeper } from '@usufruct/keeper/startKeeper'
import { type StartedHome, type Starters, startHome } from '@usufruct/node/supervisor/startHome'

/** The only place that knows every server: each is started, and nothing else is asked of it. */
const starters: Starters = {
  chain: startChain,
  keeper: async (parameters) => {
    const keeper = await startKeeper(parameters)
    return { ...keeper, exited: keeper.ended }
  },
}

export const startParts = ({
  home,
  port,
  onProgress,
}: {
  home: string
  port: number
  onProgress: (text: string) => void
}): Promise<StartedHome> =>
  startHome({
    home,
    port,
    starters,
    databaseUrl: process.env.DATABASE_URL,
    rpcUrl: process.env.USUFRUCT_RPC_URL,
    onProgress,
  })
