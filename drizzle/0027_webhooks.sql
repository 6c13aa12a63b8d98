CREATE TABLE "store_webhooks" (
	"tenant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"delivery_url" text,
	"topics" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sealed_secret" "bytea",
	"sealed_former_secret" "bytea",
	"secret_version" integer DEFAULT 0 NOT NULL,
	"secret_since" timestamp with time zone,
	"deliveries" bigint DEFAULT 0 NOT NULL,
	"deliveries_by_former" bigint DEFAULT 0 NOT NULL,
	"last_received_at" timestamp with time zone,
	"wrong_signatures" bigint DEFAULT 0 NOT NULL,
	"wrong_signature_at" timestamp with time zone,
	"hints_since" timestamp with time zone,
	"uninstall_told_at" timestamp with time zone,
	"look_due_at" timestamp with time zone,
	"looked_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "store_webhooks_tenant_id_store_id_pk" PRIMARY KEY("tenant_id","store_id"),
	CONSTRAINT "store_webhooks_store" UNIQUE("store_id")
);
--> statement-breakpoint
ALTER TABLE "store_webhooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "store_webhooks" force row level security;--> statement-breakpoint
-- Nothing has ever written it: it has no row that would lack a subject.
ALTER TABLE "webhook_events" DROP CONSTRAINT "webhook_events_once";--> statement-breakpoint
DROP INDEX "webhook_events_open";--> statement-breakpoint
ALTER TABLE "product_variants" ADD COLUMN "inventory_item_id" text;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "subject" text NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "news" text NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "observation" bigint DEFAULT nextval('observations') NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "dated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "state" text DEFAULT 'pending' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "claimed_by" uuid;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "claimed_batch" uuid;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "claimed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "read_again_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "run_id" uuid;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "webhooks" text DEFAULT 'auto' NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "sample" jsonb;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "sample_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "store_webhooks" ADD CONSTRAINT "store_webhooks_of_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "store_webhooks_hints" ON "store_webhooks" USING btree ("hints_since","store_id") WHERE hints_since is not null;--> statement-breakpoint
CREATE INDEX "store_webhooks_due" ON "store_webhooks" USING btree ("look_due_at","store_id") WHERE look_due_at is not null;--> statement-breakpoint
CREATE INDEX "product_changes_of_product" ON "product_changes" USING btree ("tenant_id","product_id","seq");--> statement-breakpoint
CREATE INDEX "product_variants_of_store" ON "product_variants" USING btree ("tenant_id","external_id");--> statement-breakpoint
CREATE INDEX "product_variants_inventory_item" ON "product_variants" USING btree ("tenant_id","inventory_item_id") WHERE inventory_item_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_events_once" ON "webhook_events" USING btree ("tenant_id","store_id","deduplication_key") WHERE state = 'pending' and claimed_by is null;--> statement-breakpoint
CREATE INDEX "webhook_events_pending" ON "webhook_events" USING btree ("tenant_id","store_id","received_at","id") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_events_newest" ON "webhook_events" USING btree ("tenant_id","received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_events_of_store" ON "webhook_events" USING btree ("tenant_id","store_id","received_at","id");--> statement-breakpoint
CREATE POLICY "store_webhooks_tenant" ON "store_webhooks" AS PERMISSIVE FOR ALL TO public USING ("store_webhooks"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("store_webhooks"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "store_webhooks_system_select" ON "store_webhooks" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));