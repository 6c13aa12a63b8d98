CREATE TABLE "alerts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"store_id" uuid NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"solved_at" timestamp with time zone,
	"solved_why" text,
	CONSTRAINT "alerts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "alerts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "alerts" force row level security;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("tenant_id","store_id","kind") WHERE solved_at is null;--> statement-breakpoint
CREATE INDEX "sync_runs_much_changed" ON "sync_runs" USING btree ("finished_at") WHERE greatest((counts #>> '{products,created}')::bigint, (counts #>> '{products,deactivated}')::bigint) > 20;--> statement-breakpoint
CREATE POLICY "alerts_tenant" ON "alerts" AS PERMISSIVE FOR ALL TO public USING ("alerts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alerts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alerts_system_select" ON "alerts" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));