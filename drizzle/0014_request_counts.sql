CREATE TABLE "request_counts" (
	"who" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "request_counts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "request_counts_system_select" ON "request_counts" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "request_counts_system_insert" ON "request_counts" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "request_counts_system_update" ON "request_counts" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "request_counts_system_delete" ON "request_counts" AS PERMISSIVE FOR DELETE TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
-- Forced: the programs' role owns the table (I9).
alter table "request_counts" force row level security;--> statement-breakpoint
-- Needs no write-ahead log: after a database crash a minute is forgotten.
alter table "request_counts" set unlogged;
