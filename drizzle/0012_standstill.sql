ALTER TABLE "sync_runs" ADD COLUMN "standstill" jsonb;--> statement-breakpoint
CREATE INDEX "sync_runs_open" ON "sync_runs" USING btree ("id") WHERE finished_at is null;