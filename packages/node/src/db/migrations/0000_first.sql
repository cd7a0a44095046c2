CREATE TABLE "agreements" (
	"hash" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"title" text NOT NULL,
	"version" text NOT NULL,
	"language" text NOT NULL,
	"authoritative" boolean NOT NULL,
	"published_at" bigint NOT NULL,
	"change" text NOT NULL,
	"changed_fields" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_blocks" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"time" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "release_builds" (
	"manifest" text PRIMARY KEY NOT NULL,
	"offer" bigint NOT NULL,
	"release" integer NOT NULL,
	"croissant" text NOT NULL,
	"at" bigint NOT NULL,
	"rows" integer NOT NULL,
	"members" integer NOT NULL,
	"parts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent_acts" (
	"consent" text NOT NULL,
	"kind" text NOT NULL,
	"signature" text NOT NULL,
	"transaction" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "consent_acts_consent_kind_pk" PRIMARY KEY("consent","kind")
);
--> statement-breakpoint
CREATE TABLE "chain_consents" (
	"id" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"dataset" text NOT NULL,
	"inner" text NOT NULL,
	"agreement" text,
	"terms" text NOT NULL,
	"purposes" bigint NOT NULL,
	"granted_at" bigint NOT NULL,
	"granted_block" bigint NOT NULL,
	"granted_log" integer NOT NULL,
	"end" bigint NOT NULL,
	"paused_at" bigint,
	"withdrawn_at" bigint,
	"replaces" text
);
--> statement-breakpoint
CREATE TABLE "chain_contributions" (
	"id" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"dataset" text NOT NULL,
	"consent" text NOT NULL,
	"current_consent" text NOT NULL,
	"commitment" text NOT NULL,
	"order" bigint NOT NULL,
	"at" bigint NOT NULL,
	"status" integer NOT NULL,
	"status_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dataset_keys" (
	"dataset" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_events" (
	"block" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"transaction" text NOT NULL,
	"at" bigint NOT NULL,
	"name" text NOT NULL,
	"account" text,
	"args" jsonb NOT NULL,
	CONSTRAINT "chain_events_block_log_index_pk" PRIMARY KEY("block","log_index")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"contribution" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"dataset" text NOT NULL,
	"name" text NOT NULL,
	"content_hash" text NOT NULL,
	"salt" text NOT NULL,
	"recipient" text NOT NULL,
	"key_commitment" text NOT NULL,
	"blob" text NOT NULL,
	"blob_bytes" bigint NOT NULL,
	"content_bytes" bigint NOT NULL,
	"rows" integer NOT NULL,
	"provenance" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	"report_version" text NOT NULL,
	"report_hash" text NOT NULL,
	"invalid" integer NOT NULL,
	"duplicates_within" integer NOT NULL,
	"details" jsonb,
	"grant_holder" text NOT NULL,
	"grant_tasks" text NOT NULL,
	"grant_until" bigint NOT NULL,
	"grant_signature" text NOT NULL,
	"described_at" bigint NOT NULL,
	"uploaded_at" bigint,
	"clean_started_at" bigint,
	"cleaned_at" bigint,
	"clean_report_hash" text,
	"cleaned_blob" text,
	"cleaned_bytes" bigint,
	"clean_error" text,
	"near_within" integer,
	"recomputed" jsonb
);
--> statement-breakpoint
CREATE TABLE "chain_income" (
	"block" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"offer" bigint NOT NULL,
	"license" numeric(39, 0),
	"price" numeric(39, 0) NOT NULL,
	"contributors" numeric(39, 0) NOT NULL,
	"reviewers" numeric(39, 0) NOT NULL,
	"treasury" numeric(39, 0) NOT NULL,
	CONSTRAINT "chain_income_block_log_index_pk" PRIMARY KEY("block","log_index")
);
--> statement-breakpoint
CREATE TABLE "chain_joined" (
	"offer" bigint NOT NULL,
	"release" integer NOT NULL,
	"consent" text NOT NULL,
	CONSTRAINT "chain_joined_offer_release_consent_pk" PRIMARY KEY("offer","release","consent")
);
--> statement-breakpoint
CREATE TABLE "chain_licenses" (
	"id_number" numeric(39, 0) PRIMARY KEY NOT NULL,
	"offer" bigint NOT NULL,
	"licensee" text NOT NULL,
	"release" integer NOT NULL,
	"purposes" bigint NOT NULL,
	"start" bigint NOT NULL,
	"end" bigint NOT NULL,
	"price" numeric(39, 0) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_members" (
	"account" text PRIMARY KEY NOT NULL,
	"charter" text NOT NULL,
	"joined_at" bigint NOT NULL,
	"left_at" bigint
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"license" numeric(39, 0) NOT NULL,
	"consent" text NOT NULL,
	"dataset" text NOT NULL,
	"contributions" jsonb NOT NULL,
	"rows" integer NOT NULL,
	"at" bigint NOT NULL,
	"delete_by" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_offers" (
	"id" bigint PRIMARY KEY NOT NULL,
	"dataset" text NOT NULL,
	"purposes" bigint NOT NULL,
	"terms" text NOT NULL,
	"price_per_month" numeric(39, 0) NOT NULL,
	"max_months" integer NOT NULL,
	"closed" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "release_parts" (
	"manifest" text NOT NULL,
	"contribution" text NOT NULL,
	"consent" text NOT NULL,
	"rows" integer NOT NULL,
	"rows_root" text NOT NULL,
	"weight" numeric(39, 0) NOT NULL,
	"enrolled" boolean NOT NULL,
	CONSTRAINT "release_parts_manifest_contribution_pk" PRIMARY KEY("manifest","contribution")
);
--> statement-breakpoint
CREATE TABLE "chain_positions" (
	"offer" bigint NOT NULL,
	"consent" text NOT NULL,
	"weight" numeric(39, 0) NOT NULL,
	"frozen_at" bigint,
	"claimed" numeric(39, 0) NOT NULL,
	CONSTRAINT "chain_positions_offer_consent_pk" PRIMARY KEY("offer","consent")
);
--> statement-breakpoint
CREATE TABLE "chain_questions" (
	"offer" bigint NOT NULL,
	"release" integer NOT NULL,
	"point" numeric(39, 0) NOT NULL,
	"asker" text NOT NULL,
	"answer_by" bigint NOT NULL,
	"shown_at" bigint,
	CONSTRAINT "chain_questions_offer_release_point_pk" PRIMARY KEY("offer","release","point")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"consent" text NOT NULL,
	"kind" text NOT NULL,
	"at" bigint NOT NULL,
	"document" text NOT NULL,
	"hash" text NOT NULL,
	"signer" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_releases" (
	"offer" bigint NOT NULL,
	"release" integer NOT NULL,
	"state" text NOT NULL,
	"at" bigint NOT NULL,
	"valid_until" bigint NOT NULL,
	"root" text NOT NULL,
	"total" numeric(39, 0) NOT NULL,
	"manifest" text NOT NULL,
	"challenge_ends" bigint NOT NULL,
	"asserter" text NOT NULL,
	"bond" numeric(39, 0) NOT NULL,
	"disputed_at" bigint,
	"activated_at" bigint,
	CONSTRAINT "chain_releases_offer_release_pk" PRIMARY KEY("offer","release")
);
--> statement-breakpoint
CREATE TABLE "row_hashes" (
	"dataset" text NOT NULL,
	"hash" text NOT NULL,
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"record_id" text NOT NULL,
	"counts" boolean DEFAULT false NOT NULL,
	CONSTRAINT "row_hashes_contribution_row_pk" PRIMARY KEY("contribution","row")
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"hash" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "valued" (
	"contribution" text PRIMARY KEY NOT NULL,
	"new_rows" integer NOT NULL,
	"weight" numeric(39, 0) NOT NULL,
	"blob" text,
	"blob_bytes" bigint NOT NULL,
	"rows_root" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "anchor_files" (
	"root" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"count" integer NOT NULL,
	"own" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "anchored_leaves" (
	"root" text NOT NULL,
	"place" integer NOT NULL,
	"consent" text NOT NULL,
	"account" text NOT NULL,
	"terms" text NOT NULL,
	"bits" text NOT NULL,
	"r" text NOT NULL,
	"vs" text NOT NULL,
	"signed" boolean NOT NULL,
	CONSTRAINT "anchored_leaves_root_place_pk" PRIMARY KEY("root","place")
);
--> statement-breakpoint
CREATE TABLE "chain_anchors" (
	"root" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"at" bigint NOT NULL,
	"block" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"transaction" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waiting_grants" (
	"consent" text PRIMARY KEY NOT NULL,
	"act" text NOT NULL,
	"account" text NOT NULL,
	"terms" text NOT NULL,
	"bits" text NOT NULL,
	"r" text NOT NULL,
	"vs" text NOT NULL,
	"deadline" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"root" text,
	"refused" text
);
--> statement-breakpoint
CREATE TABLE "looks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"contribution" text NOT NULL,
	"who" text NOT NULL,
	"task" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_processing_grants" (
	"contribution" text NOT NULL,
	"account" text NOT NULL,
	"holder" text NOT NULL,
	"tasks" text NOT NULL,
	"until" bigint NOT NULL,
	"at" bigint NOT NULL,
	"transaction" text NOT NULL,
	CONSTRAINT "chain_processing_grants_contribution_holder_tasks_until_pk" PRIMARY KEY("contribution","holder","tasks","until")
);
--> statement-breakpoint
CREATE TABLE "near_matches" (
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"earlier" text NOT NULL,
	"earlier_row" integer NOT NULL,
	"similarity" integer NOT NULL,
	CONSTRAINT "near_matches_contribution_row_earlier_pk" PRIMARY KEY("contribution","row","earlier")
);
--> statement-breakpoint
CREATE TABLE "picture_print_keys" (
	"key" integer NOT NULL,
	"print" bigint NOT NULL,
	"hash" bigint NOT NULL,
	CONSTRAINT "picture_print_keys_key_print_pk" PRIMARY KEY("key","print")
);
--> statement-breakpoint
CREATE TABLE "picture_prints" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"dataset" text NOT NULL,
	"hash" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "text_print_keys" (
	"key" integer NOT NULL,
	"print" bigint NOT NULL,
	CONSTRAINT "text_print_keys_key_print_pk" PRIMARY KEY("key","print")
);
--> statement-breakpoint
CREATE TABLE "text_prints" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"dataset" text NOT NULL,
	"band_keys" integer[] NOT NULL,
	"shingles" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "round_items" (
	"contribution" text PRIMARY KEY NOT NULL,
	"round" text NOT NULL,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" text PRIMARY KEY NOT NULL,
	"dataset" text NOT NULL,
	"phase" text NOT NULL,
	"seed_commitment" text NOT NULL,
	"seed" text NOT NULL,
	"opened_at" bigint NOT NULL,
	"phase_ends" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_seats" (
	"round" text NOT NULL,
	"contribution" text NOT NULL,
	"reviewer" text NOT NULL,
	"commitment" text,
	"commit_signature" text,
	"score" integer,
	"salt" text,
	"note" text DEFAULT '' NOT NULL,
	"reveal_signature" text,
	"revealed_at" bigint,
	"payment" text,
	"paid" boolean DEFAULT false NOT NULL,
	CONSTRAINT "review_seats_round_contribution_reviewer_pk" PRIMARY KEY("round","contribution","reviewer")
);
--> statement-breakpoint
CREATE TABLE "openings" (
	"license" numeric(39, 0) NOT NULL,
	"minute" bigint NOT NULL,
	CONSTRAINT "openings_license_minute_pk" PRIMARY KEY("license","minute")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"key" text PRIMARY KEY NOT NULL,
	"sender" text NOT NULL,
	"nonce" integer NOT NULL,
	"raw" text NOT NULL,
	"hash" text NOT NULL,
	"state" text NOT NULL,
	"block" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_nonces" (
	"nonce" text PRIMARY KEY NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "takedown_matches" (
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"takedown" bigint NOT NULL,
	"how" text NOT NULL,
	CONSTRAINT "takedown_matches_contribution_row_takedown_pk" PRIMARY KEY("contribution","row","takedown")
);
--> statement-breakpoint
CREATE TABLE "takedown_picture_keys" (
	"key" integer NOT NULL,
	"print" bigint NOT NULL,
	"hash" bigint NOT NULL,
	CONSTRAINT "takedown_picture_keys_key_print_pk" PRIMARY KEY("key","print")
);
--> statement-breakpoint
CREATE TABLE "takedown_prints" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"takedown" bigint NOT NULL,
	"row_hash" text NOT NULL,
	"band_keys" integer[],
	"shingles" "bytea",
	"picture_hash" bigint
);
--> statement-breakpoint
CREATE TABLE "takedown_text_keys" (
	"key" integer NOT NULL,
	"print" bigint NOT NULL,
	CONSTRAINT "takedown_text_keys_key_print_pk" PRIMARY KEY("key","print")
);
--> statement-breakpoint
CREATE TABLE "takedowns" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"contribution" text NOT NULL,
	"rows" integer[],
	"reason" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" bigint NOT NULL,
	"removed_by" text,
	"removed_at" bigint,
	"removed_reason" text
);
--> statement-breakpoint
CREATE INDEX "release_builds_offer" ON "release_builds" USING btree ("offer","release");--> statement-breakpoint
CREATE INDEX "chain_consents_account" ON "chain_consents" USING btree ("account");--> statement-breakpoint
CREATE INDEX "chain_consents_dataset" ON "chain_consents" USING btree ("dataset");--> statement-breakpoint
CREATE INDEX "chain_consents_replaces" ON "chain_consents" USING btree ("replaces");--> statement-breakpoint
CREATE INDEX "chain_consents_terms" ON "chain_consents" USING btree ("terms");--> statement-breakpoint
CREATE INDEX "chain_contributions_dataset" ON "chain_contributions" USING btree ("dataset");--> statement-breakpoint
CREATE INDEX "chain_contributions_consent" ON "chain_contributions" USING btree ("consent");--> statement-breakpoint
CREATE INDEX "chain_contributions_current" ON "chain_contributions" USING btree ("current_consent");--> statement-breakpoint
CREATE INDEX "chain_contributions_order" ON "chain_contributions" USING btree ("order");--> statement-breakpoint
CREATE INDEX "chain_events_account" ON "chain_events" USING btree ("account");--> statement-breakpoint
CREATE INDEX "chain_events_consent" ON "chain_events" USING btree (("args" ->> 'consentId'));--> statement-breakpoint
CREATE INDEX "receipts_account" ON "receipts" USING btree ("account");--> statement-breakpoint
CREATE UNIQUE INDEX "receipts_once" ON "receipts" USING btree ("consent","kind");--> statement-breakpoint
CREATE INDEX "row_hashes_hash" ON "row_hashes" USING btree ("dataset","hash");--> statement-breakpoint
CREATE UNIQUE INDEX "row_hashes_counts_once" ON "row_hashes" USING btree ("dataset","hash") WHERE "row_hashes"."counts";--> statement-breakpoint
CREATE UNIQUE INDEX "anchor_files_file" ON "anchor_files" USING btree ("file");--> statement-breakpoint
CREATE INDEX "anchored_leaves_consent" ON "anchored_leaves" USING btree ("consent");--> statement-breakpoint
CREATE INDEX "anchored_leaves_account" ON "anchored_leaves" USING btree ("account");--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_grants_act" ON "waiting_grants" USING btree ("act");--> statement-breakpoint
CREATE INDEX "waiting_grants_account" ON "waiting_grants" USING btree ("account");--> statement-breakpoint
CREATE INDEX "waiting_grants_open" ON "waiting_grants" USING btree ("received_at") WHERE "waiting_grants"."root" is null and "waiting_grants"."refused" is null;--> statement-breakpoint
CREATE INDEX "near_matches_earlier" ON "near_matches" USING btree ("earlier");--> statement-breakpoint
CREATE UNIQUE INDEX "picture_prints_row" ON "picture_prints" USING btree ("contribution","row");--> statement-breakpoint
CREATE UNIQUE INDEX "text_prints_row" ON "text_prints" USING btree ("contribution","row");--> statement-breakpoint
CREATE INDEX "takedown_matches_takedown" ON "takedown_matches" USING btree ("takedown");--> statement-breakpoint
CREATE INDEX "takedown_prints_takedown" ON "takedown_prints" USING btree ("takedown");--> statement-breakpoint
CREATE INDEX "takedown_prints_row_hash" ON "takedown_prints" USING btree ("row_hash");