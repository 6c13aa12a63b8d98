ALTER TABLE "products" ADD COLUMN "prices_observation" bigint;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "stock_observation" bigint;--> statement-breakpoint
ALTER TABLE "staged_pages" ADD COLUMN "lean" text;--> statement-breakpoint
ALTER TABLE "staged_pages" ADD COLUMN "unclear_ids" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_pages" ADD COLUMN "lean" text;--> statement-breakpoint
ALTER TABLE "sync_pages" ADD COLUMN "unknown_ids" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_pages" ADD COLUMN "off_ids" text[] DEFAULT '{}'::text[] NOT NULL;