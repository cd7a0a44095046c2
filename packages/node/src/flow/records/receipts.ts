import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Receipt } from '@usufruct/sdk/http/routes/consent'
import { and, desc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Context } from '../../context.ts'
import { consents, receipts } from '../../db/schema.ts'

const columns = {
  id: receipts.id,
  consent: receipts.consent,
  dataset: consents.dataset,
  kind: receipts.kind,
  at: receipts.at,
  hash: receipts.hash,
  signer: receipts.signer,
  signature: receipts.signature,
}

const present = <T extends { dataset: `0x${string}` | null }>(ctx: Context, row: T) => ({
  ...row,
  dataset: ctx.datasetIds.get(row.dataset ?? '0x') ?? 'unknown',
})

/** An account's receipts, newest first. */
export const listReceipts = async (ctx: Context, account: Address): Promise<{ receipts: Receipt[] }> => {
  const rows = await ctx.db
    .select(columns)
    .from(receipts)
    .leftJoin(consents, eq(consents.id, receipts.consent))
    .where(eq(receipts.account, account))
    .orderBy(desc(receipts.at), desc(receipts.id))
  return { receipts: rows.map((row) => present(ctx, row)) }
}

/** One receipt with the exact text that was signed. Another account's is as unknown as none.
 * @throws UsufructError `RECEIPT_UNKNOWN` */
export const receiptOf = async (
  ctx: Context,
  { account, id }: { account: Address; id: string },
): Promise<Receipt & { document: string }> => {
  const [found] = await ctx.db
    .select({ ...columns, document: receipts.document })
    .from(receipts)
    .leftJoin(consents, eq(consents.id, receipts.consent))
    .where(and(eq(receipts.id, id.toLowerCase()), eq(receipts.account, account)))
  if (found) return present(ctx, found)
  throw new UsufructError({
    code: 'RECEIPT_UNKNOWN',
    kind: 'notFound',
    message: 'You have no such receipt.',
    hint: 'Your receipts are listed with your permissions.',
    details: { id },
  })
}
