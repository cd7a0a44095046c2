import {
  bigint,
  bigserial,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bytes, hex } from './columns.ts'

// ── Which rows were lent before, nearly: texts word for word, pictures to the eye. ───────────────────────

/** What rows with text are recognised by. No text can be read from it, but whoever has it can try whether five words
 * in a row that they think of occur; it leaves with the consent. */
export const textPrints = pgTable(
  'text_prints',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    dataset: text('dataset').notNull(),
    /** The keys of the 21 bands, as signed words. Rows that share one are compared. */
    bandKeys: integer('band_keys').array().notNull(),
    /** Hashes of the runs of five words, four bytes each, the least significant first. */
    shingles: bytes('shingles').notNull(),
  },
  (table) => [uniqueIndex('text_prints_row').on(table.contribution, table.row)],
)

/** The same keys one by one, to be looked up: an index over arrays is passed over by the planner for as many keys as a
 * contribution has. */
export const textPrintKeys = pgTable(
  'text_print_keys',
  {
    key: integer('key').notNull(),
    print: bigint('print', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.print] })],
)

/** What rows with a picture are recognised by; it leaves with the consent. */
export const picturePrints = pgTable(
  'picture_prints',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    dataset: text('dataset').notNull(),
    /** The perceptual hash as a signed number. */
    hash: bigint('hash', { mode: 'bigint' }).notNull(),
  },
  (table) => [uniqueIndex('picture_prints_row').on(table.contribution, table.row)],
)

/** The four bands of each hash, to be looked up one by one, with the whole hash beside them: most that share a band are
 * other pictures, and are passed over without being fetched. */
export const picturePrintKeys = pgTable(
  'picture_print_keys',
  {
    /** Which band, from 0, above its sixteen bits. */
    key: integer('key').notNull(),
    print: bigint('print', { mode: 'number' }).notNull(),
    hash: bigint('hash', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.print] })],
)

/** Rows that nearly repeat a row of a contribution that arrived earlier. Members are told how many, never whose. */
export const nearMatches = pgTable(
  'near_matches',
  {
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    earlier: hex('earlier').notNull(),
    earlierRow: integer('earlier_row').notNull(),
    /** Jaccard similarity of the runs of five words, or the share of a picture's hash that agrees, in thousandths. */
    similarity: integer('similarity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.contribution, table.row, table.earlier] }),
    index('near_matches_earlier').on(table.earlier),
  ],
)
