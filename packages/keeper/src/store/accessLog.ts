import { join } from 'node:path'
import { address, bytes32 } from '@usufruct/sdk/domain/ids'
import { accessUnder } from '@usufruct/sdk/shares/keeperContract'
import type { Hex } from 'viem'
import { z } from 'zod'
import { openRecordLog } from './recordLog.ts'

const record = z.object({
  at: z.number(),
  who: address,
  under: accessUnder,
  /** EIP-712 digest of the signed request. */
  request: bytes32,
  contributions: z.array(bytes32),
})
export type Access = z.output<typeof record>
export type AccessEntry = Omit<Access, 'contributions'>

export type AccessLog = {
  /** On disk when this resolves: nobody is given a share that the log does not show. */
  add: (access: Access) => Promise<void>
  of: (contribution: Hex) => AccessEntry[]
  close: () => Promise<void>
}

export async function openAccessLog(home: string): Promise<AccessLog> {
  const { log, records } = await openRecordLog(join(home, 'access.log'), record)
  const byContribution = new Map<Hex, AccessEntry[]>()
  const index = ({ contributions, ...entry }: Access) => {
    for (const contribution of contributions) {
      const entries = byContribution.get(contribution)
      if (entries) entries.push(entry)
      else byContribution.set(contribution, [entry])
    }
  }
  for (const access of records) index(access)
  return {
    async add(access) {
      await log.append([access])
      index(access)
    },
    of: (contribution) => byContribution.get(contribution) ?? [],
    close: log.close,
  }
}
