import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'

/** Until the transaction ends, nothing is put on the list or taken off it, and nothing is compared with it elsewhere. */
export const lockTakedowns = (db: Context['db']) =>
  db.execute(sql`lock table takedowns in share row exclusive mode`)
