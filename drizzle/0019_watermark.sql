ALTER TABLE "sync_runs" ADD COLUMN "store_time_observation" bigint;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "changed_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "watermark_observation" bigint;