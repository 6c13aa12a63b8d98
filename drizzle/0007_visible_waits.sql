ALTER TABLE "sync_runs" ADD COLUMN "requests" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "throttled_ms" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "waiting_reason" text;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "waiting_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "waiting_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "touched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "problems" jsonb;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "held_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "held_why" text;