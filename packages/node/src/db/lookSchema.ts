import { bigserial, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { hex, time } from './columns.ts'

// ── Who may see plaintext, as the chain says, and who saw it, as this node wrote down. ────────────────────

/** As members said on the chain; only the indexer writes these. What was said again is here as it was said first. */
export const processingGrants = pgTable(
  'chain_processing_grants',
  {
    contribution: hex('contribution').notNull(),
    account: hex('account').notNull(),
    holder: hex('holder').notNull(),
    /** Comma-separated. */
    tasks: text('tasks').notNull(),
    until: time('until').notNull(),
    at: time('at').notNull(),
    transaction: hex('transaction').notNull(),
  },
  (table) => [primaryKey({ columns: [table.contribution, table.holder, table.tasks, table.until] })],
)

/** Who saw plaintext, for what, when. Written before the key is asked for. */
export const looks = pgTable('looks', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  contribution: hex('contribution').notNull(),
  who: hex('who').notNull(),
  task: text('task').notNull(),
  at: time('at').notNull(),
})
