ALTER TABLE "stores" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "read_run" uuid;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "short_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "short_run" uuid;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "short_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "short_why" text;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "braked_run" uuid;