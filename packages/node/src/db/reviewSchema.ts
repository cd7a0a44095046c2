import { boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { hex, time } from './columns.ts'

// ── Who scored what: the rounds of review. ───────────────────────────────────────────────────────────────

export const rounds = pgTable('rounds', {
  id: hex('id').primaryKey(),
  dataset: text('dataset').notNull(),
  phase: text('phase').$type<'open' | 'commit' | 'reveal' | 'closed'>().notNull(),
  seedCommitment: hex('seed_commitment').notNull(),
  seed: hex('seed').notNull(),
  openedAt: time('opened_at').notNull(),
  phaseEnds: time('phase_ends').notNull(),
})

export const roundItems = pgTable('round_items', {
  contribution: hex('contribution').primaryKey(),
  round: hex('round').notNull(),
  outcome: text('outcome').$type<'accepted' | 'rejected' | 'returned'>(),
})

export const seats = pgTable(
  'review_seats',
  {
    round: hex('round').notNull(),
    contribution: hex('contribution').notNull(),
    reviewer: hex('reviewer').notNull(),
    commitment: hex('commitment'),
    commitSignature: hex('commit_signature'),
    score: integer('score'),
    salt: hex('salt'),
    note: text('note').notNull().default(''),
    revealSignature: hex('reveal_signature'),
    revealedAt: time('revealed_at'),
    /** The payment this seat is part of; set before it is sent, so that it is sent once. */
    payment: hex('payment'),
    paid: boolean('paid').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.round, table.contribution, table.reviewer] })],
)
