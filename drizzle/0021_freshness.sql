ALTER TABLE "stores" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "freshness" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "next_full_at" timestamp with time zone;--> statement-breakpoint
-- Stores that are connected already are asked for news from now on, not all in the same minute: a default is worked out for
-- each row, whatever the policies would show a statement of it.
ALTER TABLE "stores" ADD COLUMN "next_incremental_at" timestamp with time zone DEFAULT now() + random() * interval '15 minutes';--> statement-breakpoint
ALTER TABLE "stores" ALTER COLUMN "next_incremental_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "next_inventory_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "next_prices_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "full_wanted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "full_wanted_why" text;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "look_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "failed_looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "failed_looks_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "failed_look" jsonb;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "due_at" timestamp with time zone GENERATED ALWAYS AS (case when least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at) is not null
               then greatest(look_after, least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at)) end) STORED;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "last_checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "widened_overlap" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "found_only_by_full" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "found_only_by_full_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "stores_due" ON "stores" USING btree ("platform","due_at","id") WHERE due_at is not null and paused_at is null and status <> 'disconnected';