-- Force lifted within this transaction: else the policies would show the migration no product.
alter table "products" no force row level security;--> statement-breakpoint
do $$
begin
  if row_security_active('products') then
    raise exception 'no product would be written: row-level security is still forced';
  end if;
end $$;--> statement-breakpoint
-- What was switched off on the store's own word kept the status that it had before, `publish` or `ACTIVE`.
update "products"
   set status = coalesce(deactivation -> 'evidence' ->> 'status',
                         case deactivation -> 'evidence' ->> 'kind' when 'trashed' then 'trash'
                              else deactivation -> 'evidence' ->> 'kind' end)
 where not is_active and status in ('publish', 'ACTIVE')
   and deactivation -> 'evidence' ->> 'source' = 'confirmation';--> statement-breakpoint
alter table "products" force row level security;
