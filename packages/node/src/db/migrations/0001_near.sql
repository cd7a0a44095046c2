CREATE TABLE "near_matches" (
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"earlier" text NOT NULL,
	"earlier_row" integer NOT NULL,
	"similarity" integer NOT NULL,
	CONSTRAINT "near_matches_contribution_row_earlier_pk" PRIMARY KEY("contribution","row","earlier")
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
ALTER TABLE "files" ADD COLUMN "near_within" integer;--> statement-breakpoint
CREATE INDEX "near_matches_earlier" ON "near_matches" USING btree ("earlier");--> statement-breakpoint
CREATE UNIQUE INDEX "text_prints_row" ON "text_prints" USING btree ("contribution","row");