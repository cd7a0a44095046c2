import type { Coin } from './deployCoin.ts'
import type { Chain } from './startChain.ts'

/** What something used, and under which circumstances. */
export type Figure = { gas: number; note: string }

/** Where it is measured: one chain, and one coin that everybody pays in who can. */
export type Setting = { chain: Chain; coin: Coin }
