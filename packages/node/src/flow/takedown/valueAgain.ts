import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'

/**
 * Lets whatever an entry of the list concerns be valued once more: its part of releases is made anew, without the rows
 * that are taken down or with those that no longer are, and no release is cut with it until then. In pools that it is in
 * already it keeps the weight it came in with.
 */
export const valueAgain = async (db: Context['db'], takedown: number) => {
  await db.execute(sql`
    delete from valued where contribution in (
      select contribution from takedown_matches where takedown = ${takedown})`)
  // None of them is in a part until then; who lends the same row must not lose it for good.
  await db.execute(sql`
    update row_hashes held set counts = false from takedown_matches found
    where found.takedown = ${takedown} and held.contribution = found.contribution and held.row = found.row`)
}
