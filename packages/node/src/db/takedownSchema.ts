import { bigint, bigserial, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, hex, time } from './columns.ts'

// ── What was taken down, and does not come back. ─────────────────────────────────────────────────────────

/** The list: who put what on it and why, and who took it off again. Never deleted. */
export const takedowns = pgTable('takedowns', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  /** Where it was seen. */
  contribution: hex('contribution').notNull(),
  /** Its rows, counted from 0; null for all of them. */
  rows: integer('rows').array(),
  /** Shown to those whose rows it concerns. */
  reason: text('reason').notNull(),
  addedBy: hex('added_by').notNull(),
  addedAt: time('added_at').notNull(),
  removedBy: hex('removed_by'),
  removedAt: time('removed_at'),
  removedReason: text('removed_reason'),
})

/** What the rows on the list are recognised by, while they are on it. It stays when what it was taken from is
 * withdrawn. */
export const takedownPrints = pgTable(
  'takedown_prints',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    takedown: bigint('takedown', { mode: 'number' }).notNull(),
    /** SHA-256 of the canonical row. */
    rowHash: text('row_hash').notNull(),
    /** As in `text_prints`; null where the row has no text. */
    bandKeys: integer('band_keys').array(),
    shingles: bytes('shingles'),
    /** As in `picture_prints`; null where it is no picture. */
    pictureHash: bigint('picture_hash', { mode: 'bigint' }),
  },
  (table) => [
    index('takedown_prints_takedown').on(table.takedown),
    index('takedown_prints_row_hash').on(table.rowHash),
  ],
)

export const takedownTextKeys = pgTable(
  'takedown_text_keys',
  {
    key: integer('key').notNull(),
    print: bigint('print', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.print] })],
)

export const takedownPictureKeys = pgTable(
  'takedown_picture_keys',
  {
    key: integer('key').notNull(),
    print: bigint('print', { mode: 'number' }).notNull(),
    hash: bigint('hash', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.print] })],
)

/** Lent rows that are, or nearly are, what is on the list: they are set aside and come into no release. */
export const takedownMatches = pgTable(
  'takedown_matches',
  {
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    takedown: bigint('takedown', { mode: 'number' }).notNull(),
    how: text('how').$type<'equal' | 'text' | 'picture'>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.contribution, table.row, table.takedown] }),
    index('takedown_matches_takedown').on(table.takedown),
  ],
)
