import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { hex, time } from './columns.ts'

// ── Many acts under one root. ────────────────────────────────────────────────────────────────────────────

/** What the chain says of roots over signed consents. Only the indexer writes it. */
export const anchors = pgTable('chain_anchors', {
  root: hex('root').primaryKey(),
  /** As whoever anchored it named it. It may be another than the one whose leaves give the root. */
  file: hex('file').notNull(),
  at: time('at').notNull(),
  block: bigint('block', { mode: 'number' }).notNull(),
  logIndex: integer('log_index').notNull(),
  transaction: hex('transaction').notNull(),
})

/** Files with leaves that this node has, by the root that they give. */
export const anchorFiles = pgTable(
  'anchor_files',
  {
    root: hex('root').primaryKey(),
    /** SHA-256, the name it has in storage. */
    file: hex('file').notNull(),
    count: integer('count').notNull(),
    /** Built here, so that it is this node that has to anchor it. */
    own: boolean('own').notNull(),
  },
  (table) => [uniqueIndex('anchor_files_file').on(table.file)],
)

/** The leaves of those files, in their order. */
export const anchoredLeaves = pgTable(
  'anchored_leaves',
  {
    root: hex('root').notNull(),
    place: integer('place').notNull(),
    consent: hex('consent').notNull(),
    account: hex('account').notNull(),
    terms: hex('terms').notNull(),
    bits: hex('bits').notNull(),
    r: hex('r').notNull(),
    vs: hex('vs').notNull(),
    /** By its own account. One that is not is void, and only there to rebuild the root. */
    signed: boolean('signed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.root, table.place] }),
    index('anchored_leaves_consent').on(table.consent),
    index('anchored_leaves_account').on(table.account),
  ],
)

/** Signed consents that members sent in, to be anchored with others. */
export const waitingGrants = pgTable(
  'waiting_grants',
  {
    consent: hex('consent').primaryKey(),
    /** The digest that was signed: what a member asks after. */
    act: hex('act').notNull(),
    account: hex('account').notNull(),
    terms: hex('terms').notNull(),
    bits: hex('bits').notNull(),
    r: hex('r').notNull(),
    vs: hex('vs').notNull(),
    deadline: time('deadline').notNull(),
    receivedAt: time('received_at').notNull(),
    /** The root of the file it is in; null until there is one. */
    root: hex('root'),
    /** Why it will not be anchored. */
    refused: text('refused').$type<'ACT_EXPIRED' | 'CONSENT_WITHDRAWN'>(),
  },
  (table) => [
    uniqueIndex('waiting_grants_act').on(table.act),
    index('waiting_grants_account').on(table.account),
    index('waiting_grants_open')
      .on(table.receivedAt)
      .where(sql`${table.root} is null and ${table.refused} is null`),
  ],
)
