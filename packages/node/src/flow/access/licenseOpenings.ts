import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'

export type LicenseOpening = { at: number; who: Address; license: string; offer: string }

const patienceMs = 3_000

/** Which licensees were given a contribution's key, as a key holder wrote it down. One of them is asked, the
 * first that answers: a download asks several, and each writes down its own share of it. */
export const licenseOpenings = async (ctx: Context, contribution: Hex): Promise<LicenseOpening[]> => {
  for (const keeper of ctx.keepers) {
    const log = await createKeeperClient(keeper.url)
      .call('getLog', { query: { contribution } }, { signal: AbortSignal.timeout(patienceMs) })
      .catch(() => null)
    if (!log) continue
    return log.entries.flatMap(({ at, who, under }) =>
      under.kind === 'license' ? [{ at, who, license: under.license, offer: under.offer }] : [],
    )
  }
  return []
}
