ALTER TABLE "sync_pages" ADD COLUMN "priced" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_pages" ADD COLUMN "prices_fallen" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_pages" ADD COLUMN "stocked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_pages" ADD COLUMN "stocks_fallen" integer DEFAULT 0 NOT NULL;