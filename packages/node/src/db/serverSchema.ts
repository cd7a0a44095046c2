import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { amount, hex, time } from './columns.ts'

// ── What the server needs for itself: what it sends, whom it let in, what it counts. ──────────────────────

/** Transactions the node signs, kept before they are sent: each act reaches the chain once, whatever dies. */
export const outbox = pgTable('outbox', {
  key: text('key').primaryKey(),
  sender: hex('sender').notNull(),
  nonce: integer('nonce').notNull(),
  raw: hex('raw').notNull(),
  hash: hex('hash').notNull(),
  state: text('state').$type<'pending' | 'mined' | 'reverted'>().notNull(),
  block: bigint('block', { mode: 'number' }),
  createdAt: time('created_at').notNull(),
})

/** Downloads that went through this node, one for each license and minute: a download asks several key holders.
 * For the page's count; who was given what is in the key holders' own logs. */
export const openings = pgTable(
  'openings',
  { license: amount('license').notNull(), minute: bigint('minute', { mode: 'number' }).notNull() },
  (table) => [primaryKey({ columns: [table.license, table.minute] })],
)

export const sessions = pgTable('sessions', {
  /** SHA-256 of the token: who reads the database cannot sign in with it. */
  tokenHash: text('token_hash').primaryKey(),
  account: hex('account').notNull(),
  expiresAt: time('expires_at').notNull(),
})

export const signInNonces = pgTable('sign_in_nonces', {
  nonce: text('nonce').primaryKey(),
  expiresAt: time('expires_at').notNull(),
})
