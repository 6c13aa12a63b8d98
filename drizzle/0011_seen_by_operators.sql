ALTER TABLE "stores" ADD COLUMN "set_aside_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_logs_newest_of_all" ON "audit_logs" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "sync_runs_id" ON "sync_runs" USING btree ("id");--> statement-breakpoint
CREATE INDEX "sync_runs_newest_of_all" ON "sync_runs" USING btree ("queued_at","id");--> statement-breakpoint
CREATE INDEX "sync_runs_newest_by_status" ON "sync_runs" USING btree ("status","queued_at","id");--> statement-breakpoint
CREATE INDEX "stores_newest" ON "stores" USING btree ("created_at","id");--> statement-breakpoint
ALTER POLICY "audit_logs_system_select" ON "audit_logs" TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "audit_logs_system_insert" ON "audit_logs" TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "sync_runs_system_select" ON "sync_runs" TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "sync_sweeps_system_select" ON "sync_sweeps" TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "sync_sweeps_system_insert" ON "sync_sweeps" TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "sync_sweeps_system_update" ON "sync_sweeps" TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "stores_system_select" ON "stores" TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "api_keys_system_select" ON "api_keys" TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "api_keys_system_insert" ON "api_keys" TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "api_keys_system_update" ON "api_keys" TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "change_counters_system_insert" ON "change_counters" TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "tenants_system_select" ON "tenants" TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "tenants_system_insert" ON "tenants" TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
ALTER POLICY "tenants_system_update" ON "tenants" TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
-- Force lifted within this transaction: else the policies would show the migration no store and no product.
alter table "stores" no force row level security;--> statement-breakpoint
alter table "rejected_products" no force row level security;--> statement-breakpoint
update "stores" set set_aside_count = aside.open
  from (select tenant_id, store_id, count(*) as open from "rejected_products" where closed_at is null group by 1, 2) aside
 where stores.tenant_id = aside.tenant_id and stores.id = aside.store_id;--> statement-breakpoint
do $$
begin
  if row_security_active('stores') or row_security_active('rejected_products')
     or (select coalesce(sum(set_aside_count), 0) from "stores")
        <> (select count(*) from "rejected_products" where closed_at is null) then
    raise exception 'stores count other products as set aside than there are: is row-level security still forced?';
  end if;
end $$;--> statement-breakpoint
alter table "stores" force row level security;--> statement-breakpoint
alter table "rejected_products" force row level security;
