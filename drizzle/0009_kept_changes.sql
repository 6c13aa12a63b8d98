ALTER TABLE "product_changes" ADD COLUMN "evidence" jsonb;--> statement-breakpoint
ALTER TABLE "change_counters" ADD COLUMN "expired_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "change_counters" ADD COLUMN "expired_at" timestamp with time zone;--> statement-breakpoint
-- Force lifted within this transaction: else the policies would show the migration no row.
alter table "change_counters" no force row level security;--> statement-breakpoint
alter table "product_changes" no force row level security;--> statement-breakpoint
alter table "products" no force row level security;--> statement-breakpoint
do $$
begin
  if row_security_active('change_counters') or row_security_active('product_changes') or row_security_active('products') then
    raise exception 'no change would be seen: row-level security is still forced';
  end if;
end $$;--> statement-breakpoint
-- What retention took so far: numbers have no gaps, so it is all that comes before the first change that is kept.
update "change_counters" c
   set expired_seq = coalesce(oldest.seq - 1, c.last_seq), expired_at = coalesce(oldest.at, now())
  from "change_counters" counter
  left join lateral (
    select seq, at from "product_changes" where tenant_id = counter.tenant_id order by seq limit 1) oldest on true
 where counter.tenant_id = c.tenant_id and c.last_seq > 0 and coalesce(oldest.seq, 0) <> 1;--> statement-breakpoint
update "product_changes" c
   set evidence = p.deactivation -> 'evidence'
  from "products" p
 where c.kind = 'deactivated' and p.tenant_id = c.tenant_id and p.id = c.product_id
   and p.deactivation ->> 'run_id' = c.run_id::text;--> statement-breakpoint
alter table "change_counters" force row level security;--> statement-breakpoint
alter table "product_changes" force row level security;--> statement-breakpoint
alter table "products" force row level security;
