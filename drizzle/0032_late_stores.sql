ALTER TABLE "stores" ADD COLUMN "last_success_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "late_from" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "late_at" timestamp with time zone;--> statement-breakpoint
-- Force lifted within this transaction: else the policies would show the migration no row.
alter table "stores" no force row level security;--> statement-breakpoint
alter table "sync_runs" no force row level security;--> statement-breakpoint
do $$
begin
  if row_security_active('stores') or row_security_active('sync_runs') then
    raise exception 'no store would be written: row-level security is still forced';
  end if;
end $$;--> statement-breakpoint
update "stores" s
   set last_success_at = last.finished_at
  from (select tenant_id, store_id, max(finished_at) as finished_at
          from "sync_runs"
         where mode in ('full', 'incremental') and not dry_run
           and status in ('completed', 'completed_with_errors') and error_type is null
         group by 1, 2) last
 where last.tenant_id = s.tenant_id and last.store_id = s.id;--> statement-breakpoint
alter table "stores" force row level security;--> statement-breakpoint
alter table "sync_runs" force row level security;--> statement-breakpoint
CREATE INDEX "stores_late" ON "stores" USING btree ("late_at","id") WHERE status = 'active' and paused_at is null;