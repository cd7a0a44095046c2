import type { ReportDetails } from '@usufruct/sdk/http/routes/reportDetails'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Hex } from 'viem'
import { amount, hex, time } from './columns.ts'

// ── What the chain says. Only the indexer writes these, and it can rebuild them at any time. ──────────────

export const blocks = pgTable('chain_blocks', {
  number: bigint('number', { mode: 'number' }).primaryKey(),
  hash: hex('hash').notNull(),
  time: time('time').notNull(),
})

export const events = pgTable(
  'chain_events',
  {
    block: bigint('block', { mode: 'number' }).notNull(),
    logIndex: integer('log_index').notNull(),
    transaction: hex('transaction').notNull(),
    at: time('at').notNull(),
    name: text('name').notNull(),
    account: hex('account'),
    args: jsonb('args').$type<Record<string, string>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.block, table.logIndex] }),
    index('chain_events_account').on(table.account),
    index('chain_events_consent').on(sql`(${table.args} ->> 'consentId')`),
  ],
)

export const members = pgTable('chain_members', {
  account: hex('account').primaryKey(),
  charter: hex('charter').notNull(),
  joinedAt: time('joined_at').notNull(),
  leftAt: time('left_at'),
})

export const consents = pgTable(
  'chain_consents',
  {
    id: hex('id').primaryKey(),
    account: hex('account').notNull(),
    dataset: hex('dataset').notNull(),
    inner: hex('inner').notNull(),
    /** The agreement that the signed terms name; null while this node does not know them. */
    agreement: hex('agreement'),
    terms: hex('terms').notNull(),
    purposes: bigint('purposes', { mode: 'number' }).notNull(),
    grantedAt: time('granted_at').notNull(),
    /** The place of the grant, or of its root’s anchoring, among all that the chain said. */
    grantedBlock: bigint('granted_block', { mode: 'number' }).notNull(),
    grantedLog: integer('granted_log').notNull(),
    end: time('end').notNull(),
    pausedAt: time('paused_at'),
    withdrawnAt: time('withdrawn_at'),
    /** The consent of the same member that this one continues, as its signed terms say. */
    replaces: hex('replaces'),
  },
  (table) => [
    index('chain_consents_account').on(table.account),
    index('chain_consents_dataset').on(table.dataset),
    index('chain_consents_replaces').on(table.replaces),
    index('chain_consents_terms').on(table.terms),
  ],
)

export const contributions = pgTable(
  'chain_contributions',
  {
    id: hex('id').primaryKey(),
    account: hex('account').notNull(),
    dataset: hex('dataset').notNull(),
    /** The one it was registered under. */
    consent: hex('consent').notNull(),
    /** The one it is lent under now: the last of those that continued it. */
    currentConsent: hex('current_consent').notNull(),
    commitment: hex('commitment').notNull(),
    /** Its place among all that arrived, from 1: that of its event. */
    order: bigint('order', { mode: 'number' }).notNull(),
    at: time('at').notNull(),
    status: integer('status').notNull(),
    statusAt: time('status_at').notNull(),
  },
  (table) => [
    index('chain_contributions_dataset').on(table.dataset),
    index('chain_contributions_consent').on(table.consent),
    index('chain_contributions_current').on(table.currentConsent),
    index('chain_contributions_order').on(table.order),
  ],
)

export const offers = pgTable('chain_offers', {
  id: bigint('id', { mode: 'bigint' }).primaryKey(),
  dataset: hex('dataset').notNull(),
  purposes: bigint('purposes', { mode: 'number' }).notNull(),
  terms: hex('terms').notNull(),
  pricePerMonth: amount('price_per_month').notNull(),
  maxMonths: integer('max_months').notNull(),
  closed: boolean('closed').notNull(),
})

export const releases = pgTable(
  'chain_releases',
  {
    offer: bigint('offer', { mode: 'bigint' }).notNull(),
    release: integer('release').notNull(),
    state: text('state').$type<'asserted' | 'active' | 'challenged'>().notNull(),
    at: time('at').notNull(),
    validUntil: time('valid_until').notNull(),
    root: hex('root').notNull(),
    total: amount('total').notNull(),
    manifest: hex('manifest').notNull(),
    challengeEnds: time('challenge_ends').notNull(),
    /** With what is above, all that the chain keeps the hash of: whoever acts on a pending release names it whole. */
    asserter: hex('asserter').notNull(),
    bond: amount('bond').notNull(),
    /** Since when it waits for the arbiter. */
    disputedAt: time('disputed_at'),
    activatedAt: time('activated_at'),
  },
  (table) => [primaryKey({ columns: [table.offer, table.release] })],
)

/** What was asked about pending releases: the leaf over a point of their weights. */
export const questions = pgTable(
  'chain_questions',
  {
    offer: bigint('offer', { mode: 'bigint' }).notNull(),
    release: integer('release').notNull(),
    point: amount('point').notNull(),
    asker: hex('asker').notNull(),
    answerBy: time('answer_by').notNull(),
    shownAt: time('shown_at'),
  },
  (table) => [primaryKey({ columns: [table.offer, table.release, table.point] })],
)

export const positions = pgTable(
  'chain_positions',
  {
    offer: bigint('offer', { mode: 'bigint' }).notNull(),
    consent: hex('consent').notNull(),
    weight: amount('weight').notNull(),
    frozenAt: time('frozen_at'),
    claimed: amount('claimed').notNull(),
  },
  (table) => [primaryKey({ columns: [table.offer, table.consent] })],
)

/** Which leaves of which batch have been joined: `join` is once per leaf. */
export const joined = pgTable(
  'chain_joined',
  {
    offer: bigint('offer', { mode: 'bigint' }).notNull(),
    release: integer('release').notNull(),
    consent: hex('consent').notNull(),
  },
  (table) => [primaryKey({ columns: [table.offer, table.release, table.consent] })],
)

export const licenses = pgTable('chain_licenses', {
  id: amount('id_number').primaryKey(),
  offer: bigint('offer', { mode: 'bigint' }).notNull(),
  licensee: hex('licensee').notNull(),
  release: integer('release').notNull(),
  purposes: bigint('purposes', { mode: 'number' }).notNull(),
  start: time('start').notNull(),
  end: time('end').notNull(),
  price: amount('price').notNull(),
})

/** What came in, and how it was split. A refund is a sale taken back: its amounts are negative. */
export const income = pgTable(
  'chain_income',
  {
    block: bigint('block', { mode: 'number' }).notNull(),
    logIndex: integer('log_index').notNull(),
    offer: bigint('offer', { mode: 'bigint' }).notNull(),
    /** Null for what was given without one. */
    license: amount('license'),
    price: amount('price').notNull(),
    contributors: amount('contributors').notNull(),
    reviewers: amount('reviewers').notNull(),
    treasury: amount('treasury').notNull(),
  },
  (table) => [primaryKey({ columns: [table.block, table.logIndex] })],
)

// ── What only this DAO's node knows. ──────────────────────────────────────────────────────────────────────

/** Machine-readable terms by their hash: grants' and offers'. Never changed, since the hash is on chain. */
export const terms = pgTable('terms', {
  hash: hex('hash').primaryKey(),
  /** Canonical JSON. */
  text: text('text').notNull(),
})

/** Every published version of the contributor agreement, in every language. */
export const agreements = pgTable('agreements', {
  hash: hex('hash').primaryKey(),
  /** Markdown with front matter, byte for byte. */
  text: text('text').notNull(),
  title: text('title').notNull(),
  version: text('version').notNull(),
  language: text('language').notNull(),
  authoritative: boolean('authoritative').notNull(),
  publishedAt: time('published_at').notNull(),
  change: text('change').$type<'first' | 'same' | 'narrows' | 'widens' | 'mixed'>().notNull(),
  changedFields: jsonb('changed_fields').$type<string[]>().notNull(),
})

/** Signatures that came with relayed grants, pauses and withdrawals: the evidence in a consent's record. */
export const consentActs = pgTable(
  'consent_acts',
  {
    consent: hex('consent').notNull(),
    kind: text('kind').$type<'grant' | 'pause' | 'withdraw'>().notNull(),
    signature: hex('signature').notNull(),
    transaction: hex('transaction').notNull(),
    at: time('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.consent, table.kind] })],
)

/** Consent receipts that were issued: one for each change, never rewritten. */
export const receipts = pgTable(
  'receipts',
  {
    id: text('id').primaryKey(),
    account: hex('account').notNull(),
    consent: hex('consent').notNull(),
    kind: text('kind')
      .$type<'given' | 'renewed' | 'changed' | 'paused' | 'withdrawn' | 'expired'>()
      .notNull(),
    at: time('at').notNull(),
    /** JSON-LD, the very bytes that were signed. */
    document: text('document').notNull(),
    hash: hex('hash').notNull(),
    signer: hex('signer').notNull(),
    signature: hex('signature').notNull(),
  },
  (table) => [
    index('receipts_account').on(table.account),
    uniqueIndex('receipts_once').on(table.consent, table.kind),
  ],
)

export type StoredProvenance = {
  origin: string
  othersInIt: string
  specialCategories: string[]
  source: string
  madeByAi: string
}
/** What the member's device says of the file that it cleaned; and what cleaning here says of what came. */
export type StoredDetails = ReportDetails
export type StoredRecomputed = { reportHash: Hex; rows: number; kept: number; details: ReportDetails }
export type StoredFindings = { type: string; column: string | null; action: string; count: number }[]

export const files = pgTable('files', {
  contribution: hex('contribution').primaryKey(),
  account: hex('account').notNull(),
  dataset: text('dataset').notNull(),
  name: text('name').notNull(),
  contentHash: hex('content_hash').notNull(),
  salt: hex('salt').notNull(),
  recipient: text('recipient').notNull(),
  keyCommitment: hex('key_commitment').notNull(),
  blob: hex('blob').notNull(),
  blobBytes: bigint('blob_bytes', { mode: 'number' }).notNull(),
  contentBytes: bigint('content_bytes', { mode: 'number' }).notNull(),
  rows: integer('rows').notNull(),
  provenance: jsonb('provenance').$type<StoredProvenance>().notNull(),
  findings: jsonb('findings').$type<StoredFindings>().notNull(),
  reportVersion: text('report_version').notNull(),
  reportHash: hex('report_hash').notNull(),
  invalid: integer('invalid').notNull(),
  duplicatesWithin: integer('duplicates_within').notNull(),
  details: jsonb('details').$type<StoredDetails>(),
  grantHolder: hex('grant_holder').notNull(),
  grantTasks: text('grant_tasks').notNull(),
  grantUntil: time('grant_until').notNull(),
  grantSignature: hex('grant_signature').notNull(),
  describedAt: time('described_at').notNull(),
  uploadedAt: time('uploaded_at'),
  cleanStartedAt: time('clean_started_at'),
  cleanedAt: time('cleaned_at'),
  cleanReportHash: hex('clean_report_hash'),
  /** The rows as cleaning left them, encrypted to the contribution's own key. */
  cleanedBlob: hex('cleaned_blob'),
  cleanedBytes: bigint('cleaned_bytes', { mode: 'number' }),
  cleanError: text('clean_error'),
  /** Rows that nearly repeat an earlier row of the same file. */
  nearWithin: integer('near_within'),
  recomputed: jsonb('recomputed').$type<StoredRecomputed>(),
})

export const rowHashes = pgTable(
  'row_hashes',
  {
    dataset: text('dataset').notNull(),
    hash: text('hash').notNull(),
    contribution: hex('contribution').notNull(),
    row: integer('row').notNull(),
    recordId: text('record_id').notNull(),
    /** This is the one copy of the row that earns; set once, when its contribution is valued. */
    counts: boolean('counts').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.contribution, table.row] }),
    index('row_hashes_hash').on(table.dataset, table.hash),
    uniqueIndex('row_hashes_counts_once').on(table.dataset, table.hash).where(sql`${table.counts}`),
  ],
)

/** What a contribution is worth, decided after it was accepted and everybody who lent any of its rows earlier has an
 * outcome; and once more when rows of it are taken down. Its release part is made then, and serves every offer. */
export const valued = pgTable('valued', {
  contribution: hex('contribution').primaryKey(),
  newRows: integer('new_rows').notNull(),
  weight: amount('weight').notNull(),
  /** Null when nothing in it is new. */
  blob: hex('blob'),
  blobBytes: bigint('blob_bytes', { mode: 'number' }).notNull(),
  rowsRoot: hex('rows_root').notNull(),
  at: time('at').notNull(),
})

/** Keys the contributors' per-dataset pseudonyms are made with; they never leave the node. */
export const datasetKeys = pgTable('dataset_keys', {
  dataset: text('dataset').primaryKey(),
  key: text('key').notNull(),
})

/** Release manifests that were built, by hash. Which of them is a release, the chain says. */
export const builds = pgTable(
  'release_builds',
  {
    manifest: hex('manifest').primaryKey(),
    offer: bigint('offer', { mode: 'bigint' }).notNull(),
    release: integer('release').notNull(),
    croissant: hex('croissant').notNull(),
    at: time('at').notNull(),
    rows: integer('rows').notNull(),
    members: integer('members').notNull(),
    parts: integer('parts').notNull(),
  },
  (table) => [index('release_builds_offer').on(table.offer, table.release)],
)

/** The parts of a manifest, queryable. */
export const parts = pgTable(
  'release_parts',
  {
    manifest: hex('manifest').notNull(),
    contribution: hex('contribution').notNull(),
    consent: hex('consent').notNull(),
    rows: integer('rows').notNull(),
    /** Which rows: another one when some were taken down since. */
    rowsRoot: hex('rows_root').notNull(),
    weight: amount('weight').notNull(),
    /** Enrolled by this release's tree; the others were by an earlier one. */
    enrolled: boolean('enrolled').notNull(),
  },
  (table) => [primaryKey({ columns: [table.manifest, table.contribution] })],
)

export const notices = pgTable('notices', {
  id: text('id').primaryKey(),
  license: amount('license').notNull(),
  consent: hex('consent').notNull(),
  dataset: text('dataset').notNull(),
  contributions: jsonb('contributions').$type<Hex[]>().notNull(),
  rows: integer('rows').notNull(),
  at: time('at').notNull(),
  deleteBy: time('delete_by').notNull(),
})
