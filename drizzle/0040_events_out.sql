CREATE TABLE "event_deliveries" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone DEFAULT now(),
	"first_tried_at" timestamp with time zone,
	"claimed_by" uuid,
	"response_status" integer,
	"response_body" text,
	"response_ms" integer,
	"problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "event_deliveries_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "event_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "event_deliveries" force row level security;--> statement-breakpoint
CREATE TABLE "event_endpoints" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"url" text NOT NULL,
	"description" text,
	"events" text[] NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"sealed_former_secret" "bytea",
	"former_secret_until" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"paused_why" text,
	"failed_tries" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"last_problem" text,
	"probe_at" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "event_endpoints_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "event_endpoints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "event_endpoints" force row level security;--> statement-breakpoint
CREATE TABLE "events" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"store_id" uuid,
	"data" jsonb NOT NULL,
	"frozen_at" timestamp with time zone,
	CONSTRAINT "events_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "events" force row level security;--> statement-breakpoint
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_endpoint" FOREIGN KEY ("tenant_id","endpoint_id") REFERENCES "public"."event_endpoints"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_event" FOREIGN KEY ("tenant_id","event_id") REFERENCES "public"."events"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_endpoints" ADD CONSTRAINT "event_endpoints_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "event_deliveries_once" ON "event_deliveries" USING btree ("tenant_id","event_id","endpoint_id");--> statement-breakpoint
CREATE INDEX "event_deliveries_due" ON "event_deliveries" USING btree ("tenant_id","endpoint_id","next_try_at","id") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "event_deliveries_newest" ON "event_deliveries" USING btree ("tenant_id","endpoint_id","created_at","id");--> statement-breakpoint
CREATE INDEX "event_deliveries_failed" ON "event_deliveries" USING btree ("tenant_id","endpoint_id","created_at","id") WHERE state = 'failed';--> statement-breakpoint
CREATE UNIQUE INDEX "events_open_changes" ON "events" USING btree ("tenant_id","store_id") WHERE type = 'catalog.changed' and frozen_at is null;--> statement-breakpoint
CREATE INDEX "events_told_changes" ON "events" USING btree ("tenant_id","store_id","frozen_at") WHERE type = 'catalog.changed' and frozen_at is not null;--> statement-breakpoint
CREATE POLICY "event_deliveries_tenant" ON "event_deliveries" AS PERMISSIVE FOR ALL TO public USING ("event_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("event_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_deliveries_system_select" ON "event_deliveries" AS PERMISSIVE FOR SELECT TO public USING (state = 'pending' and (select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "event_endpoints_tenant" ON "event_endpoints" AS PERMISSIVE FOR ALL TO public USING ("event_endpoints"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("event_endpoints"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_endpoints_system_select" ON "event_endpoints" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "events_tenant" ON "events" AS PERMISSIVE FOR ALL TO public USING ("events"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("events"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));