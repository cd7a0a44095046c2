/**
 * What each act uses in gas, ours and others’, as whole transactions on one local chain. `npm run bench:gas`
 *
 * Peers are what npm ships compiled, in the versions that package.json pins, and a plain contract written for this.
 * Accounts, addresses and times are the same in every run, and so are the figures, to the unit.
 */
import { compareRows } from './gas/compareRows.ts'
import { deployCoin } from './gas/deployCoin.ts'
import type { Figure, Setting } from './gas/figure.ts'
import { ours } from './gas/ours.ts'
import { measureOcean } from './gas/peers/ocean.ts'
import { measurePlain } from './gas/peers/plain.ts'
import { measureStreamr } from './gas/peers/streamr.ts'
import { measureUniswap } from './gas/peers/uniswap.ts'
import type { RowId } from './gas/rows.ts'
import { startChain } from './gas/startChain.ts'
import { report } from './report.ts'

const chain = await startChain()
try {
  const setting = { chain, coin: await deployCoin(chain) }
  const measure = <T>(work: (setting: Setting) => Promise<T>) => chain.undone(() => work(setting))

  const peers = {
    ...(await measure(measurePlain)),
    ...(await measure(measureOcean)),
    ...(await measure(measureStreamr)),
    ...(await measure(measureUniswap)),
  }
  const figures: Partial<Record<RowId, Figure>> = {}
  for (const [id, work] of Object.entries(ours)) {
    const own = await measure((setting) => work(setting, true))
    // Each of these has one form, or would only take longer to tell.
    const isOneForm = ['pool.claim.r1000', 'consent.withdraw', 'dao.core', 'dao.full'].includes(id)
    const clone = isOneForm ? undefined : await measure((setting) => work(setting, false))
    figures[id as RowId] = clone ? { ...own, note: `${own.note}; in a clone ${clone.gas}` } : own
  }
  report('gas', compareRows(figures, peers))
} finally {
  await chain.end()
}
