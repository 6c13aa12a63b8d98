CREATE SEQUENCE "public"."observations" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;
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

ALTER TABLE "alert_channels" ENABLE ROW LEVEL SECURITY;
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

ALTER TABLE "alert_deliveries" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "alert_tellings" (
	"tenant_id" uuid,
	"channel_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"told_at" timestamp with time zone DEFAULT now() NOT NULL,
	"set_aside" integer,
	CONSTRAINT "alert_tellings_channel_id_alert_id_pk" PRIMARY KEY("channel_id","alert_id")
);

ALTER TABLE "alert_tellings" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "confirmation_mails" (
	"address_hash" text PRIMARY KEY NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "confirmation_mails" ENABLE ROW LEVEL SECURITY;
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

ALTER TABLE "alerts" ENABLE ROW LEVEL SECURITY;
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

ALTER TABLE "bulk_lines" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "collections" (
	"tenant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"observation" bigint NOT NULL,
	CONSTRAINT "collections_tenant_id_store_id_external_id_pk" PRIMARY KEY("tenant_id","store_id","external_id")
);

ALTER TABLE "collections" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "product_changes" (
	"tenant_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"store_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"variant_id" uuid,
	"kind" text NOT NULL,
	"field" text,
	"before" jsonb,
	"after" jsonb,
	"evidence" jsonb,
	"run_id" uuid NOT NULL,
	CONSTRAINT "product_changes_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq")
);

ALTER TABLE "product_changes" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "product_variants" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"title" text NOT NULL,
	"sku" text,
	"price" numeric,
	"compare_at_price" numeric,
	"stock" bigint,
	"available" boolean NOT NULL,
	"attributes" jsonb NOT NULL,
	"position" integer NOT NULL,
	"inventory_item_id" text,
	"is_active" boolean NOT NULL,
	"barcode" text,
	"metadata" jsonb NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "product_variants_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "product_variants_external_id" UNIQUE("tenant_id","product_id","external_id")
);

ALTER TABLE "product_variants" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "products" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"details_hash" uuid NOT NULL,
	"prices_hash" uuid NOT NULL,
	"stock_hash" uuid NOT NULL,
	"form" smallint NOT NULL,
	"observation" bigint NOT NULL,
	"prices_observation" bigint,
	"stock_observation" bigint,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"images" jsonb NOT NULL,
	"price" numeric,
	"currency" text NOT NULL,
	"sku" text,
	"stock" bigint,
	"available" boolean NOT NULL,
	"is_active" boolean NOT NULL,
	"status" text NOT NULL,
	"url" text,
	"category_ids" text[] NOT NULL,
	"tags" text[] NOT NULL,
	"vendor" text,
	"product_type" text,
	"metadata" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deactivated_at" timestamp with time zone,
	"deactivation" jsonb,
	"variant_count" integer NOT NULL,
	CONSTRAINT "products_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "products_external_id" UNIQUE("tenant_id","store_id","external_id")
);

ALTER TABLE "products" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "staged_pages" (
	"tenant_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"store_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"observation" bigint NOT NULL,
	"next_cursor" text,
	"lean" text,
	"external_ids" text[] NOT NULL,
	"unclear_ids" text[] DEFAULT '{}'::text[] NOT NULL,
	"details_hashes" uuid[] NOT NULL,
	"prices_hashes" uuid[] NOT NULL,
	"stock_hashes" uuid[] NOT NULL,
	"actives" boolean[] NOT NULL,
	"variants_seen" integer NOT NULL,
	"docs" text NOT NULL,
	"categories" text NOT NULL,
	"rejected" text NOT NULL,
	"requests" integer NOT NULL,
	"throttled_ms" integer NOT NULL,
	"staged_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staged_pages_tenant_id_batch_id_page_pk" PRIMARY KEY("tenant_id","batch_id","page")
);

ALTER TABLE "staged_pages" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "emergency_tellings" (
	"what" text PRIMARY KEY NOT NULL,
	"event" text NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone
);

ALTER TABLE "emergency_tellings" ENABLE ROW LEVEL SECURITY;
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

ALTER TABLE "event_deliveries" ENABLE ROW LEVEL SECURITY;
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

ALTER TABLE "event_endpoints" ENABLE ROW LEVEL SECURITY;
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

ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "idempotency_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid,
	"caller" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"attempt" uuid NOT NULL,
	"taken_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp with time zone,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "idempotency_keys_once" UNIQUE NULLS NOT DISTINCT("tenant_id","caller","route","key")
);

ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "audit_logs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"metadata" jsonb NOT NULL,
	"address" text,
	"request_id" uuid,
	"outcome" text DEFAULT 'done',
	"outcome_of" uuid
);

ALTER TABLE "audit_logs" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "webhook_logs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"provider" text NOT NULL,
	"event" text NOT NULL,
	"status" text NOT NULL,
	"payload" jsonb NOT NULL,
	"processing_ms" integer NOT NULL,
	"store_id" uuid,
	"run_id" uuid,
	CONSTRAINT "webhook_logs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "webhook_logs" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "operators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"replaced_by" uuid,
	CONSTRAINT "operators_prefix" UNIQUE("prefix")
);

ALTER TABLE "operators" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "request_counts" (
	"who" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"count" integer NOT NULL
);

ALTER TABLE "request_counts" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "missing_products" (
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"product_id" uuid NOT NULL,
	"state" text NOT NULL,
	"evidence" jsonb,
	"observation" bigint,
	"checked_at" timestamp with time zone,
	"detail" text,
	"went_before" boolean DEFAULT false NOT NULL,
	CONSTRAINT "missing_products_tenant_id_run_id_external_id_pk" PRIMARY KEY("tenant_id","run_id","external_id")
);

ALTER TABLE "missing_products" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "rejected_products" (
	"tenant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"run_id" uuid NOT NULL,
	"title" text,
	"reason" text NOT NULL,
	"path" text NOT NULL,
	"message" text NOT NULL,
	"payload" text NOT NULL,
	"observation" bigint NOT NULL,
	"tries" integer DEFAULT 1 NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "rejected_products_tenant_id_store_id_external_id_pk" PRIMARY KEY("tenant_id","store_id","external_id")
);

ALTER TABLE "rejected_products" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "run_differences" (
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"kind" text NOT NULL,
	"product_id" uuid,
	"title" text,
	"fields" jsonb NOT NULL,
	"evidence" jsonb,
	CONSTRAINT "run_differences_tenant_id_run_id_external_id_pk" PRIMARY KEY("tenant_id","run_id","external_id")
);

ALTER TABLE "run_differences" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "sync_pages" (
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"store_id" uuid NOT NULL,
	"observation" bigint NOT NULL,
	"next_cursor" text,
	"lean" text,
	"external_ids" text[] NOT NULL,
	"unknown_ids" text[] DEFAULT '{}'::text[] NOT NULL,
	"off_ids" text[] DEFAULT '{}'::text[] NOT NULL,
	"rejected_ids" text[] NOT NULL,
	"created" integer NOT NULL,
	"updated" integer NOT NULL,
	"unchanged" integer NOT NULL,
	"reactivated" integer NOT NULL,
	"deactivated" integer NOT NULL,
	"rejected" integer NOT NULL,
	"variants_seen" integer NOT NULL,
	"variants_created" integer NOT NULL,
	"variants_updated" integer NOT NULL,
	"variants_removed" integer NOT NULL,
	"priced" integer DEFAULT 0 NOT NULL,
	"prices_fallen" integer DEFAULT 0 NOT NULL,
	"stocked" integer DEFAULT 0 NOT NULL,
	"stocks_fallen" integer DEFAULT 0 NOT NULL,
	"requests" integer NOT NULL,
	"throttled_ms" integer NOT NULL,
	"merged_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_pages_tenant_id_run_id_batch_id_page_pk" PRIMARY KEY("tenant_id","run_id","batch_id","page")
);

ALTER TABLE "sync_pages" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "sync_runs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"workflow_id" text NOT NULL,
	"platform" text NOT NULL,
	"mode" text NOT NULL,
	"dry_run" boolean DEFAULT false NOT NULL,
	"trigger" text NOT NULL,
	"sweep_id" uuid,
	"status" text NOT NULL,
	"phase" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"next_attempt_at" timestamp with time zone,
	"announced" integer,
	"announced_at_end" integer,
	"store_time" timestamp with time zone,
	"store_time_observation" bigint,
	"changed_since" timestamp with time zone,
	"found_only_by_full" integer,
	"reader" text DEFAULT 'pages' NOT NULL,
	"reader_note" text,
	"requests" integer DEFAULT 0 NOT NULL,
	"throttled_ms" integer DEFAULT 0 NOT NULL,
	"waiting_reason" text,
	"waiting_since" timestamp with time zone,
	"waiting_until" timestamp with time zone,
	"standstill" jsonb,
	"touched_at" timestamp with time zone,
	"problems" jsonb,
	"counts" jsonb,
	"error_type" text,
	"error_message" text,
	"claimed_at" timestamp with time zone,
	"closed_by" uuid,
	CONSTRAINT "sync_runs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "sync_runs" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "sync_sweeps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workflow_id" text NOT NULL,
	"platform" text,
	"mode" text NOT NULL,
	"trigger" text NOT NULL,
	"status" text NOT NULL,
	"counts" jsonb,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);

ALTER TABLE "sync_sweeps" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "search_texts" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"product_ids" uuid[] NOT NULL,
	"texts" text NOT NULL,
	CONSTRAINT "search_texts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "search_texts" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "store_days" (
	"tenant_id" uuid NOT NULL,
	"store_id" uuid NOT NULL,
	"day" date NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"completed_with_errors" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"duration_ms" bigint DEFAULT 0 NOT NULL,
	"median_ms" bigint,
	"longest_ms" bigint,
	"products" integer,
	"changes" integer DEFAULT 0 NOT NULL,
	"requests" bigint DEFAULT 0 NOT NULL,
	"throttled_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "store_days_tenant_id_store_id_day_pk" PRIMARY KEY("tenant_id","store_id","day")
);

ALTER TABLE "store_days" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "stores" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text GENERATED ALWAYS AS (lower(left(name, 200))) STORED,
	"address" text NOT NULL,
	"sealed_credentials" "bytea",
	"sealing_key" text GENERATED ALWAYS AS (encode(substring(sealed_credentials from 1 for 8), 'escape')) STORED,
	"credentials_version" integer DEFAULT 1 NOT NULL,
	"identity" text NOT NULL,
	"currency" text NOT NULL,
	"product_count" integer NOT NULL,
	"set_aside_count" integer DEFAULT 0 NOT NULL,
	"abilities" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"status_detail" text,
	"watermark" timestamp with time zone,
	"watermark_observation" bigint,
	"paused_at" timestamp with time zone,
	"freshness" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"webhooks" text DEFAULT 'auto' NOT NULL,
	"sample" jsonb,
	"sample_due_at" timestamp with time zone,
	"next_full_at" timestamp with time zone,
	"next_incremental_at" timestamp with time zone DEFAULT now() + random() * interval '15 minutes',
	"next_inventory_at" timestamp with time zone,
	"next_prices_at" timestamp with time zone,
	"full_wanted_at" timestamp with time zone,
	"full_wanted_why" text,
	"look_after" timestamp with time zone,
	"failed_looks" integer DEFAULT 0 NOT NULL,
	"failed_looks_since" timestamp with time zone,
	"failed_look" jsonb,
	"due_at" timestamp with time zone GENERATED ALWAYS AS (case when status = 'needs_attention'
               then coalesce(look_after, least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at), created_at)
               when least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at) is not null
               then greatest(look_after, least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at)) end) STORED,
	"last_checked_at" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"late_from" timestamp with time zone DEFAULT now() NOT NULL,
	"late_at" timestamp with time zone,
	"widened_overlap" integer DEFAULT 0 NOT NULL,
	"found_only_by_full" integer DEFAULT 0 NOT NULL,
	"found_only_by_full_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	"read_run" uuid,
	"short_runs" integer DEFAULT 0 NOT NULL,
	"short_run" uuid,
	"short_since" timestamp with time zone,
	"short_why" text,
	"braked_run" uuid,
	"held_until" timestamp with time zone,
	"held_why" text,
	"current_run" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stores_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "stores_address" UNIQUE("tenant_id","platform","address"),
	CONSTRAINT "stores_id" UNIQUE("id")
);

ALTER TABLE "stores" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "api_keys" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"replaced_by" uuid,
	CONSTRAINT "api_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "api_keys_prefix" UNIQUE("prefix")
);

ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "change_counters" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"expired_seq" bigint DEFAULT 0 NOT NULL,
	"expired_at" timestamp with time zone
);

ALTER TABLE "change_counters" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deletion_asked_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "tenants_slug_unique" UNIQUE("slug")
);

ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;
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
	"described_at" timestamp with time zone,
	"uninstall_told_at" timestamp with time zone,
	"look_due_at" timestamp with time zone,
	"looked_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "store_webhooks_tenant_id_store_id_pk" PRIMARY KEY("tenant_id","store_id"),
	CONSTRAINT "store_webhooks_store" UNIQUE("store_id")
);

ALTER TABLE "store_webhooks" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "webhook_events" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"store_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"external_ids" text[] NOT NULL,
	"subject" text NOT NULL,
	"news" text NOT NULL,
	"deduplication_key" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"observation" bigint DEFAULT nextval('observations') NOT NULL,
	"dated_at" timestamp with time zone,
	"state" text DEFAULT 'pending' NOT NULL,
	"claimed_by" uuid,
	"claimed_batch" uuid,
	"claimed_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"read_again_at" timestamp with time zone,
	"held_by" text,
	"run_id" uuid,
	"handled_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "webhook_events_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "webhook_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "collections" ADD CONSTRAINT "collections_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "product_variants" ADD CONSTRAINT "product_variants_product" FOREIGN KEY ("tenant_id","product_id") REFERENCES "public"."products"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "products" ADD CONSTRAINT "products_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_endpoint" FOREIGN KEY ("tenant_id","endpoint_id") REFERENCES "public"."event_endpoints"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_event" FOREIGN KEY ("tenant_id","event_id") REFERENCES "public"."events"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "event_endpoints" ADD CONSTRAINT "event_endpoints_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "events" ADD CONSTRAINT "events_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "missing_products" ADD CONSTRAINT "missing_products_run" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."sync_runs"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "rejected_products" ADD CONSTRAINT "rejected_products_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "run_differences" ADD CONSTRAINT "run_differences_run" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."sync_runs"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "sync_pages" ADD CONSTRAINT "sync_pages_run" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."sync_runs"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "store_days" ADD CONSTRAINT "store_days_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "stores" ADD CONSTRAINT "stores_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "change_counters" ADD CONSTRAINT "change_counters_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "store_webhooks" ADD CONSTRAINT "store_webhooks_of_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "alert_channels_of_tenant" ON "alert_channels" USING btree ("tenant_id","created_at","id");
CREATE INDEX "alert_channels_due" ON "alert_channels" USING btree ("due_at","id") WHERE due_at is not null;
CREATE INDEX "alert_deliveries_pending" ON "alert_deliveries" USING btree ("channel_id","created_at","id") WHERE state = 'pending';
CREATE INDEX "alert_deliveries_newest" ON "alert_deliveries" USING btree ("tenant_id","channel_id","created_at","id");
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("tenant_id","store_id","kind") WHERE solved_at is null;
CREATE INDEX "bulk_lines_family" ON "bulk_lines" USING btree ("tenant_id","run_id","parent_gid","line");
CREATE INDEX "product_changes_of_product" ON "product_changes" USING btree ("tenant_id","product_id","seq");
CREATE INDEX "product_variants_sku" ON "product_variants" USING btree ("tenant_id","sku");
CREATE INDEX "product_variants_of_store" ON "product_variants" USING btree ("tenant_id","external_id");
CREATE INDEX "product_variants_inventory_item" ON "product_variants" USING btree ("tenant_id","inventory_item_id") WHERE inventory_item_id is not null;
CREATE INDEX "products_sku" ON "products" USING btree ("tenant_id","sku");
CREATE INDEX "products_planned" ON "products" USING btree ("tenant_id","store_id") WHERE status = 'future';
CREATE INDEX "products_changed" ON "products" USING btree ("tenant_id","changed_at","id");
CREATE UNIQUE INDEX "event_deliveries_once" ON "event_deliveries" USING btree ("tenant_id","event_id","endpoint_id");
CREATE INDEX "event_deliveries_due" ON "event_deliveries" USING btree ("tenant_id","endpoint_id","next_try_at","id") WHERE state = 'pending';
CREATE INDEX "event_deliveries_newest" ON "event_deliveries" USING btree ("tenant_id","endpoint_id","created_at","id");
CREATE INDEX "event_deliveries_failed" ON "event_deliveries" USING btree ("tenant_id","endpoint_id","created_at","id") WHERE state = 'failed';
CREATE UNIQUE INDEX "events_open_changes" ON "events" USING btree ("tenant_id","store_id") WHERE type = 'catalog.changed' and frozen_at is null;
CREATE INDEX "events_told_changes" ON "events" USING btree ("tenant_id","store_id","frozen_at") WHERE type = 'catalog.changed' and frozen_at is not null;
CREATE INDEX "audit_logs_newest" ON "audit_logs" USING btree ("tenant_id","at","id");
CREATE INDEX "audit_logs_newest_of_all" ON "audit_logs" USING btree ("at","id");
CREATE UNIQUE INDEX "audit_logs_outcome" ON "audit_logs" USING btree ("outcome_of") WHERE outcome_of is not null;
CREATE INDEX "webhook_logs_newest" ON "webhook_logs" USING btree ("tenant_id","at","id");
CREATE UNIQUE INDEX "operators_name" ON "operators" USING btree ("name") WHERE revoked_at is null and replaced_by is null;
CREATE INDEX "rejected_products_open" ON "rejected_products" USING btree ("tenant_id","store_id") WHERE closed_at is null;
CREATE INDEX "sync_pages_newest" ON "sync_pages" USING btree ("tenant_id","store_id","observation");
CREATE INDEX "sync_runs_newest" ON "sync_runs" USING btree ("tenant_id","queued_at","id");
CREATE INDEX "sync_runs_of_store" ON "sync_runs" USING btree ("tenant_id","store_id","queued_at","id");
CREATE INDEX "sync_runs_newest_besides_refreshes" ON "sync_runs" USING btree ("tenant_id","queued_at","id") WHERE mode <> 'refresh';
CREATE INDEX "sync_runs_of_store_besides_refreshes" ON "sync_runs" USING btree ("tenant_id","store_id","queued_at","id") WHERE mode <> 'refresh';
CREATE INDEX "sync_runs_newest_of_all_besides_refreshes" ON "sync_runs" USING btree ("queued_at","id") WHERE mode <> 'refresh';
CREATE INDEX "sync_runs_last_of_mode" ON "sync_runs" USING btree ("tenant_id","store_id","mode","queued_at") WHERE not dry_run;
CREATE INDEX "sync_runs_refreshes_over" ON "sync_runs" USING btree ("tenant_id","finished_at") WHERE mode = 'refresh';
CREATE INDEX "sync_runs_ended" ON "sync_runs" USING btree ("finished_at","tenant_id","status","error_type") WHERE mode <> 'refresh' and not dry_run;
CREATE INDEX "sync_runs_long" ON "sync_runs" USING btree ("queued_at","id") WHERE mode <> 'refresh' and (finished_at is null or finished_at - started_at >= interval '1 minute');
CREATE INDEX "sync_runs_ended_of_store" ON "sync_runs" USING btree ("tenant_id","store_id","finished_at");
CREATE INDEX "sync_runs_open_of_store" ON "sync_runs" USING btree ("tenant_id","store_id") WHERE finished_at is null;
CREATE INDEX "sync_runs_open" ON "sync_runs" USING btree ("id") WHERE finished_at is null;
CREATE INDEX "sync_runs_id" ON "sync_runs" USING btree ("id");
CREATE INDEX "sync_runs_newest_of_all" ON "sync_runs" USING btree ("queued_at","id");
CREATE INDEX "sync_runs_newest_by_status" ON "sync_runs" USING btree ("status","queued_at","id");
CREATE INDEX "sync_runs_much_changed" ON "sync_runs" USING btree ("finished_at") WHERE greatest((counts #>> '{products,created}')::bigint, (counts #>> '{products,deactivated}')::bigint) > 20;
CREATE INDEX "sync_runs_counted" ON "sync_runs" USING btree ("finished_at","platform","mode","status","error_type","tenant_id") WHERE finished_at is not null and not dry_run;
CREATE INDEX "sync_runs_of_sweep" ON "sync_runs" USING btree ("sweep_id") WHERE sweep_id is not null;
CREATE INDEX "store_days_of_day" ON "store_days" USING btree ("day","tenant_id");
CREATE INDEX "stores_newest" ON "stores" USING btree ("created_at","id");
CREATE INDEX "stores_due" ON "stores" USING btree ("platform","due_at","id") WHERE due_at is not null and paused_at is null and status <> 'disconnected';
CREATE INDEX "stores_by_name" ON "stores" USING btree ("name_key","id");
CREATE INDEX "stores_by_status" ON "stores" USING btree ((case when paused_at is not null and status <> 'disconnected' then 'paused' else status end),"id");
CREATE INDEX "stores_by_success" ON "stores" USING btree (coalesce(last_success_at, '-infinity'::timestamptz),"id");
CREATE INDEX "stores_by_products" ON "stores" USING btree ("product_count","id");
CREATE INDEX "stores_set_aside" ON "stores" USING btree ("set_aside_count","id") WHERE set_aside_count > 0;
CREATE INDEX "stores_late" ON "stores" USING btree ("late_at","id") WHERE status = 'active' and paused_at is null;
CREATE INDEX "stores_to_sample" ON "stores" USING btree (coalesce(sample_due_at, '-infinity'::timestamptz),"id") WHERE read_run is not null and paused_at is null and status = 'active';
CREATE INDEX "store_webhooks_hints" ON "store_webhooks" USING btree ("hints_since","store_id") WHERE hints_since is not null;
CREATE INDEX "store_webhooks_due" ON "store_webhooks" USING btree ("look_due_at","store_id") WHERE look_due_at is not null;
CREATE UNIQUE INDEX "webhook_events_once" ON "webhook_events" USING btree ("tenant_id","store_id","deduplication_key") WHERE state = 'pending' and claimed_by is null;
CREATE INDEX "webhook_events_pending" ON "webhook_events" USING btree ("tenant_id","store_id","received_at","id") WHERE state = 'pending';
CREATE INDEX "webhook_events_newest" ON "webhook_events" USING btree ("tenant_id","received_at","id");
CREATE INDEX "webhook_events_not_refreshed" ON "webhook_events" USING btree ("tenant_id","state","received_at","id") WHERE state in ('ignored', 'failed');
CREATE INDEX "webhook_events_of_store" ON "webhook_events" USING btree ("tenant_id","store_id","received_at","id");
CREATE POLICY "alert_channels_tenant" ON "alert_channels" AS PERMISSIVE FOR ALL TO public USING ("alert_channels"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alert_channels"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "alert_channels_ownerless" ON "alert_channels" AS PERMISSIVE FOR ALL TO public USING ("alert_channels"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("alert_channels"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));
CREATE POLICY "alert_channels_system_select" ON "alert_channels" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "alert_deliveries_tenant" ON "alert_deliveries" AS PERMISSIVE FOR ALL TO public USING ("alert_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alert_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "alert_deliveries_ownerless" ON "alert_deliveries" AS PERMISSIVE FOR ALL TO public USING ("alert_deliveries"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("alert_deliveries"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));
CREATE POLICY "alert_tellings_tenant" ON "alert_tellings" AS PERMISSIVE FOR ALL TO public USING ("alert_tellings"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alert_tellings"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "alert_tellings_ownerless" ON "alert_tellings" AS PERMISSIVE FOR ALL TO public USING ("alert_tellings"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("alert_tellings"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));
CREATE POLICY "confirmation_mails_system_select" ON "confirmation_mails" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "confirmation_mails_system_insert" ON "confirmation_mails" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "confirmation_mails_system_update" ON "confirmation_mails" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "confirmation_mails_system_delete" ON "confirmation_mails" AS PERMISSIVE FOR DELETE TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "alerts_tenant" ON "alerts" AS PERMISSIVE FOR ALL TO public USING ("alerts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("alerts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "alerts_system_select" ON "alerts" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "bulk_lines_tenant" ON "bulk_lines" AS PERMISSIVE FOR ALL TO public USING ("bulk_lines"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("bulk_lines"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "collections_tenant" ON "collections" AS PERMISSIVE FOR ALL TO public USING ("collections"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("collections"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "product_changes_tenant" ON "product_changes" AS PERMISSIVE FOR ALL TO public USING ("product_changes"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("product_changes"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "product_variants_tenant" ON "product_variants" AS PERMISSIVE FOR ALL TO public USING ("product_variants"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("product_variants"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "products_tenant" ON "products" AS PERMISSIVE FOR ALL TO public USING ("products"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("products"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "staged_pages_tenant" ON "staged_pages" AS PERMISSIVE FOR ALL TO public USING ("staged_pages"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("staged_pages"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "emergency_tellings_system_select" ON "emergency_tellings" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "emergency_tellings_system_insert" ON "emergency_tellings" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "emergency_tellings_system_update" ON "emergency_tellings" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "event_deliveries_tenant" ON "event_deliveries" AS PERMISSIVE FOR ALL TO public USING ("event_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("event_deliveries"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "event_deliveries_system_select" ON "event_deliveries" AS PERMISSIVE FOR SELECT TO public USING (state = 'pending' and (select current_setting('app.scope', true) = 'system'));
CREATE POLICY "event_endpoints_tenant" ON "event_endpoints" AS PERMISSIVE FOR ALL TO public USING ("event_endpoints"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("event_endpoints"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "event_endpoints_system_select" ON "event_endpoints" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "events_tenant" ON "events" AS PERMISSIVE FOR ALL TO public USING ("events"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("events"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "idempotency_keys_tenant" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO public USING ("idempotency_keys"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("idempotency_keys"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "idempotency_keys_operators" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO public USING ("idempotency_keys"."tenant_id" is null and (select current_setting('app.scope', true) = 'system')) WITH CHECK ("idempotency_keys"."tenant_id" is null and (select current_setting('app.scope', true) = 'system'));
CREATE POLICY "audit_logs_tenant" ON "audit_logs" AS PERMISSIVE FOR ALL TO public USING ("audit_logs"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("audit_logs"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "audit_logs_system_select" ON "audit_logs" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "audit_logs_system_insert" ON "audit_logs" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "webhook_logs_tenant" ON "webhook_logs" AS PERMISSIVE FOR ALL TO public USING ("webhook_logs"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("webhook_logs"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "operators_system_select" ON "operators" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "operators_system_insert" ON "operators" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "operators_system_update" ON "operators" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "request_counts_system_select" ON "request_counts" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "request_counts_system_insert" ON "request_counts" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "request_counts_system_update" ON "request_counts" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "request_counts_system_delete" ON "request_counts" AS PERMISSIVE FOR DELETE TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "missing_products_tenant" ON "missing_products" AS PERMISSIVE FOR ALL TO public USING ("missing_products"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("missing_products"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "missing_products_system_counts" ON "missing_products" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system') and state in ('suspect', 'confirmed'));
CREATE POLICY "rejected_products_tenant" ON "rejected_products" AS PERMISSIVE FOR ALL TO public USING ("rejected_products"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("rejected_products"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "run_differences_tenant" ON "run_differences" AS PERMISSIVE FOR ALL TO public USING ("run_differences"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("run_differences"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "sync_pages_tenant" ON "sync_pages" AS PERMISSIVE FOR ALL TO public USING ("sync_pages"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("sync_pages"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "sync_runs_tenant" ON "sync_runs" AS PERMISSIVE FOR ALL TO public USING ("sync_runs"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("sync_runs"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "sync_runs_system_select" ON "sync_runs" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "sync_sweeps_system_select" ON "sync_sweeps" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "sync_sweeps_system_insert" ON "sync_sweeps" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "sync_sweeps_system_update" ON "sync_sweeps" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "search_texts_tenant" ON "search_texts" AS PERMISSIVE FOR ALL TO public USING ("search_texts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("search_texts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "store_days_tenant" ON "store_days" AS PERMISSIVE FOR ALL TO public USING ("store_days"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("store_days"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "store_days_system_select" ON "store_days" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "stores_tenant" ON "stores" AS PERMISSIVE FOR ALL TO public USING ("stores"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("stores"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "stores_system_select" ON "stores" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "api_keys_tenant" ON "api_keys" AS PERMISSIVE FOR SELECT TO public USING ("api_keys"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "api_keys_deletion" ON "api_keys" AS PERMISSIVE FOR DELETE TO public USING ("api_keys"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from tenants where tenants.id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and tenants.closed_at is not null));
CREATE POLICY "api_keys_system_select" ON "api_keys" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "api_keys_system_insert" ON "api_keys" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "api_keys_system_update" ON "api_keys" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "change_counters_tenant" ON "change_counters" AS PERMISSIVE FOR ALL TO public USING ("change_counters"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("change_counters"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "change_counters_system_insert" ON "change_counters" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "tenants_tenant" ON "tenants" AS PERMISSIVE FOR SELECT TO public USING ("tenants"."id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "tenants_deletion" ON "tenants" AS PERMISSIVE FOR DELETE TO public USING ("tenants"."id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and "tenants"."closed_at" is not null);
CREATE POLICY "tenants_system_select" ON "tenants" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "tenants_system_insert" ON "tenants" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "tenants_system_update" ON "tenants" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "store_webhooks_tenant" ON "store_webhooks" AS PERMISSIVE FOR ALL TO public USING ("store_webhooks"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("store_webhooks"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "store_webhooks_system_select" ON "store_webhooks" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));
CREATE POLICY "webhook_events_tenant" ON "webhook_events" AS PERMISSIVE FOR ALL TO public USING ("webhook_events"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("webhook_events"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "webhook_events_system_counts" ON "webhook_events" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system') and state = 'pending');
