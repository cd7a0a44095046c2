CREATE TABLE "near_matches" (
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"earlier" text NOT NULL,
	"earlier_row" integer NOT NULL,
	"similarity" integer NOT NULL,
	CONSTRAINT "near_matches_contribution_row_earlier_pk" PRIMARY KEY("contribution","row","earlier")
);
--> statement-breakpoint
CREATE TABLE "text_prints" (
	"contribution" text NOT NULL,
	"row" integer NOT NULL,
	"dataset" text NOT NULL,
	"band_keys" integer[] NOT NULL,
	"shingles" "bytea" NOT NULL,
	CONSTRAINT "text_prints_contribution_row_pk" PRIMARY KEY("contribution","row")
);
--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "near_within" integer;--> statement-breakpoint
CREATE INDEX "near_matches_earlier" ON "near_matches" USING btree ("earlier");--> statement-breakpoint
CREATE INDEX "text_prints_bands" ON "text_prints" USING gin ("band_keys");