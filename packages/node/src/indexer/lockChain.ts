import { sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'

/** Any number that nothing else locks by. */
const chainTables = 0x75737566

/** Holds whoever else writes what the chain says until this transaction is over: what was read of a consent's tombstones
 * must still be all there is when its row is written. */
export const lockChain = async (db: Db): Promise<void> => {
  await db.execute(sql`select pg_advisory_xact_lock(${chainTables})`)
}
