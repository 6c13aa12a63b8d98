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
--> statement-breakpoint
ALTER TABLE "store_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "name_key" text GENERATED ALWAYS AS (lower(left(name, 200))) STORED;--> statement-breakpoint
-- Force lifted within this transaction: else the policies would show the migration no row.
alter table "sync_runs" no force row level security;--> statement-breakpoint
do $$
begin
  if row_security_active('sync_runs') or row_security_active('store_days') then
    raise exception 'no day would be counted: row-level security is still forced';
  end if;
end $$;--> statement-breakpoint
-- As `countDay` does from now on; the products of a day are those that the last whole read showed. Seconds for 1,000,000 runs.
insert into "store_days" (tenant_id, store_id, day, completed, completed_with_errors, failed, cancelled, duration_ms, median_ms,
                          longest_ms, products, changes, requests, throttled_ms)
select tenant_id, store_id, day,
       count(*) filter (where is_counted and status = 'completed'),
       count(*) filter (where is_counted and status = 'completed_with_errors'),
       count(*) filter (where is_counted and status = 'failed'),
       count(*) filter (where is_counted and status = 'cancelled'),
       coalesce(sum(ms) filter (where is_counted), 0),
       percentile_cont(0.5) within group (order by ms) filter (where is_counted),
       max(ms) filter (where is_counted),
       (array_agg(seen order by finished_at desc) filter (where is_counted and mode = 'full' and status = 'completed'))[1],
       coalesce(sum(changes) filter (where not dry_run), 0), sum(requests), sum(throttled_ms)
  from (select tenant_id, store_id, (finished_at at time zone 'UTC')::date as day, finished_at, mode, status, dry_run, requests,
               throttled_ms, mode <> 'refresh' and not dry_run as is_counted,
               (extract(epoch from finished_at - coalesce(started_at, queued_at)) * 1000)::int8 as ms,
               (counts #>> '{products,seen}')::int as seen,
               (counts #>> '{products,created}')::int + (counts #>> '{products,updated}')::int
                 + (counts #>> '{products,reactivated}')::int + (counts #>> '{products,deactivated}')::int as changes
          from "sync_runs" where finished_at > now() - interval '400 days') run
 group by tenant_id, store_id, day;--> statement-breakpoint
alter table "sync_runs" force row level security;--> statement-breakpoint
alter table "store_days" force row level security;--> statement-breakpoint
ALTER TABLE "store_days" ADD CONSTRAINT "store_days_store" FOREIGN KEY ("tenant_id","store_id") REFERENCES "public"."stores"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "store_days_of_day" ON "store_days" USING btree ("day","tenant_id");--> statement-breakpoint
CREATE INDEX "sync_runs_ended" ON "sync_runs" USING btree ("finished_at","tenant_id","status","error_type") WHERE mode <> 'refresh' and not dry_run;--> statement-breakpoint
CREATE INDEX "sync_runs_long" ON "sync_runs" USING btree ("queued_at","id") WHERE mode <> 'refresh' and (finished_at is null or finished_at - started_at >= interval '1 minute');--> statement-breakpoint
CREATE INDEX "sync_runs_ended_of_store" ON "sync_runs" USING btree ("tenant_id","store_id","finished_at");--> statement-breakpoint
CREATE INDEX "stores_by_name" ON "stores" USING btree ("name_key","id");--> statement-breakpoint
CREATE INDEX "stores_by_status" ON "stores" USING btree ((case when paused_at is not null and status <> 'disconnected' then 'paused' else status end),"id");--> statement-breakpoint
CREATE INDEX "stores_by_success" ON "stores" USING btree (coalesce(last_success_at, '-infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "stores_by_products" ON "stores" USING btree ("product_count","id");--> statement-breakpoint
CREATE INDEX "stores_set_aside" ON "stores" USING btree ("set_aside_count","id") WHERE set_aside_count > 0;--> statement-breakpoint
CREATE POLICY "store_days_tenant" ON "store_days" AS PERMISSIVE FOR ALL TO public USING ("store_days"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("store_days"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "store_days_system_select" ON "store_days" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));