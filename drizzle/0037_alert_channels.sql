CREATE TABLE "alert_channels" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid,
	"kind" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"shown" text NOT NULL,
	"kinds" text[],
	"quiet_hours" jsonb,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"confirmed_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"failed_tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert_channels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "alert_channels" force row level security;--> statement-breakpoint
CREATE TABLE "alert_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid,
	"channel_id" uuid NOT NULL,
	"type" text NOT NULL,
	"message" jsonb,
	"state" text DEFAULT 'pending' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"response_status" integer,
	"response_body" text,
	"response_ms" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "alert_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "alert_deliveries" force row level security;--> statement-breakpoint
CREATE TABLE "alert_tellings" (
	"tenant_id" uuid,
	"channel_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"told_at" timestamp with time zone DEFAULT now() NOT NULL,
	"set_aside" integer,
	CONSTRAINT "alert_tellings_channel_id_alert_id_pk" PRIMARY KEY("channel_id","alert_id")
);
--> statement-breakpoint
ALTER TABLE "alert_tellings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "alert_tellings" force row level security;--> statement-breakpoint
CREATE TABLE "confirmation_mails" (
	"address_hash" text PRIMARY KEY NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "confirmation_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "confirmation_mails" force row level security;--> statement-breakpoint
CREATE INDEX "alert_channels_of_tenant" ON "alert_channels" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "alert_channels_due" ON "alert_channels" USING btree ("due_at","id") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "alert_deliveries_pending" ON "alert_deliveries" USING btree ("channel_id","created_at","id") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "alert_deliveries_newest" ON "alert_deliveries" USING btree ("tenant_id","channel_id","created_at","id");--> statement-breakpoint
CREATE POLICY "alert_channels_tenant" ON "alert_channels" AS PERMISSIVE FOR ALL TO public USING ("alert_channels"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alert_channels"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alert_channels_ownerless" ON "alert_channels" AS PERMISSIVE FOR ALL TO public USING ("alert_channels"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("alert_channels"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "alert_channels_system_select" ON "alert_channels" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "alert_deliveries_tenant" ON "alert_deliveries" AS PERMISSIVE FOR ALL TO public USING ("alert_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alert_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alert_deliveries_ownerless" ON "alert_deliveries" AS PERMISSIVE FOR ALL TO public USING ("alert_deliveries"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("alert_deliveries"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "alert_tellings_tenant" ON "alert_tellings" AS PERMISSIVE FOR ALL TO public USING ("alert_tellings"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alert_tellings"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alert_tellings_ownerless" ON "alert_tellings" AS PERMISSIVE FOR ALL TO public USING ("alert_tellings"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("alert_tellings"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "confirmation_mails_system_select" ON "confirmation_mails" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "confirmation_mails_system_insert" ON "confirmation_mails" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "confirmation_mails_system_update" ON "confirmation_mails" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "confirmation_mails_system_delete" ON "confirmation_mails" AS PERMISSIVE FOR DELETE TO public USING ((select current_setting('app.scope', true) = 'system'));