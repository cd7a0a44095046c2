import { eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { contributions } from '../../db/schema.ts'
import { lockTakedowns } from '../takedown/lockTakedowns.ts'
import { matchContribution } from '../takedown/matchTakedowns.ts'
import { keepPicturePrints } from './keepPicturePrints.ts'
import { type KeptFile, keepTextPrints } from './keepTextPrints.ts'

/** The files in which cleaning left what rows are recognised by. */
export type PrintFiles = { texts: string; pictures: string }

/** Keeps what a contribution's rows are recognised by, compares them with what others lent, and sets aside what was
 * taken down. Its row hashes are there already. */
export const keepPrints = async (db: Context['db'], file: KeptFile, { texts, pictures }: PrintFiles) => {
  const [onChain] = await db.select().from(contributions).where(eq(contributions.id, file.contribution))
  if (!onChain) return
  // Two that are cleaned at once would not see each other, nor what is taken down meanwhile.
  await lockTakedowns(db)
  await db.execute(sql`lock table text_prints, picture_prints in share row exclusive mode`)
  await keepTextPrints(db, file, onChain.order, texts)
  await keepPicturePrints(db, file, pictures)
  await matchContribution(db, file.contribution)
}
