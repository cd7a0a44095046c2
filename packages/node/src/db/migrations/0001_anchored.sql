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
ALTER TABLE "chain_consents" ADD COLUMN "granted_block" bigint;--> statement-breakpoint
ALTER TABLE "chain_consents" ADD COLUMN "granted_log" integer;--> statement-breakpoint
UPDATE "chain_consents" SET "granted_block" = e."block", "granted_log" = e."log_index" FROM "chain_events" e WHERE e."name" = 'ConsentGranted' AND e."args" ->> 'consentId' = "chain_consents"."id";--> statement-breakpoint
ALTER TABLE "chain_consents" ALTER COLUMN "granted_block" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "chain_consents" ALTER COLUMN "granted_log" SET NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "anchor_files_file" ON "anchor_files" USING btree ("file");--> statement-breakpoint
CREATE INDEX "anchored_leaves_consent" ON "anchored_leaves" USING btree ("consent");--> statement-breakpoint
CREATE INDEX "anchored_leaves_account" ON "anchored_leaves" USING btree ("account");--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_grants_act" ON "waiting_grants" USING btree ("act");--> statement-breakpoint
CREATE INDEX "waiting_grants_account" ON "waiting_grants" USING btree ("account");--> statement-breakpoint
CREATE INDEX "waiting_grants_open" ON "waiting_grants" USING btree ("received_at") WHERE "waiting_grants"."root" is null and "waiting_grants"."refused" is null;--> statement-breakpoint
CREATE INDEX "chain_events_consent" ON "chain_events" USING btree (("args" ->> 'consentId'));