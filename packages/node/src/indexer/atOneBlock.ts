import type { Context } from '../context.ts'
import { blocks } from '../db/schema.ts'

/**
 * Reads the database as of one block and says which, so that the contracts can be asked as of the same: what is
 * claimed moves from the one to the other, and a sum over two blocks counts it twice or not at all.
 */
export const atOneBlock = async <T>(
  ctx: Context,
  read: (db: Context['db']) => Promise<T>,
): Promise<{ block: bigint; rows: T }> =>
  ctx.db.transaction(
    async (transaction) => {
      const [at] = await transaction.select({ number: blocks.number }).from(blocks)
      const rows = await read(transaction)
      return { block: BigInt(at?.number ?? ctx.indexer.head().block), rows }
    },
    { isolationLevel: 'repeatable read' },
  )
