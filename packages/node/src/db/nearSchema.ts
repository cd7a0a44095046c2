import { customType, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { hex } from './columns.ts'

// ── Which rows' texts were lent before, nearly word for word. ────────────────────────────────────────────

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** What rows with text are recognised by. No text can be read from it, but whoever has it can try whether five words
 * in a row that they think of occur; it leaves with the consent. */
export const textPrints = pgTable(
  'text_prints',
  {
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    dataset: text('dataset').notNull(),
    /** The keys of the 21 bands, as signed words. Rows that share one are compared. */
    bandKeys: integer('band_keys').array().notNull(),
    /** Hashes of the runs of five words, four bytes each, the least significant first. */
    shingles: bytes('shingles').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.contribution, table.row] }),
    index('text_prints_bands').using('gin', table.bandKeys),
  ],
)

/** Rows that nearly repeat a row of a contribution that arrived earlier. Members are told how many, never whose. */
export const nearMatches = pgTable(
  'near_matches',
  {
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    earlier: hex('earlier').notNull(),
    earlierRow: integer('earlier_row').notNull(),
    /** Jaccard similarity of the runs of five words, in thousandths. */
    similarity: integer('similarity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.contribution, table.row, table.earlier] }),
    index('near_matches_earlier').on(table.earlier),
  ],
)
