CREATE TABLE "bulk_lines" (
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"line" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"gid" text NOT NULL,
	"parent_gid" text,
	"doc" text NOT NULL,
	CONSTRAINT "bulk_lines_tenant_id_run_id_line_pk" PRIMARY KEY("tenant_id","run_id","line")
);
--> statement-breakpoint
ALTER TABLE "bulk_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "reader" text DEFAULT 'pages' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "reader_note" text;--> statement-breakpoint
CREATE INDEX "bulk_lines_family" ON "bulk_lines" USING btree ("tenant_id","run_id","parent_gid","line");--> statement-breakpoint
CREATE POLICY "bulk_lines_tenant" ON "bulk_lines" AS PERMISSIVE FOR ALL TO public USING ("bulk_lines"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("bulk_lines"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
-- Forced: the programs' role owns the table (I9).
alter table "bulk_lines" force row level security;--> statement-breakpoint
-- Needs no write-ahead log: after a database crash the file is downloaded again.
alter table "bulk_lines" set unlogged;--> statement-breakpoint
-- Written once, read once and deleted: compressing costs more than it saves.
alter table "bulk_lines" alter column "doc" set storage external;
