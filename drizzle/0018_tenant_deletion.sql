ALTER TABLE "tenants" ADD COLUMN "deletion_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
CREATE POLICY "api_keys_deletion" ON "api_keys" AS PERMISSIVE FOR DELETE TO public USING ("api_keys"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from tenants where tenants.id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and tenants.closed_at is not null));--> statement-breakpoint
CREATE POLICY "tenants_deletion" ON "tenants" AS PERMISSIVE FOR DELETE TO public USING ("tenants"."id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and "tenants"."closed_at" is not null);--> statement-breakpoint
-- Before a transaction that may write for a tenant. The lock is shared: it waits for nobody but for the one transaction
-- that closes the tenant, which in turn waits for all that write. What comes later sees that it is closed, or gone.
create function "enter_tenant"("tenant" uuid) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('tenant/' || tenant, 0));
  perform from public.tenants where id = tenant and closed_at is null;
  if not found then
    raise exception 'tenant % is not there, or is being deleted', tenant using errcode = 'CSTNT';
  end if;
end $$;--> statement-breakpoint
-- Up to so many rows of one table, of a closed tenant alone; answers how many went. It runs as the owner, whom the policies
-- bind as well: the programs' role may neither delete products nor take anything out of the log of actions. Of that log the
-- entry about the deletion stays. By the index that begins with the tenant: for the planner a look at every tenant's rows
-- may seem as cheap.
create function "delete_lot_of_closed_tenant"("tenant" uuid, "of_table" text, "lot" integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare gone integer;
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenants where id = tenant and deletion_asked_at is not null and closed_at is not null;
  if not found then
    raise exception 'tenant % is not being deleted', tenant;
  end if;
  if of_table not in (select table_name from information_schema.columns
                       where table_schema = 'public' and column_name = 'tenant_id') then
    raise exception 'table % holds nothing of tenants', of_table;
  end if;
  execute format(
    'delete from public.%1$I where tenant_id = $1 and ctid = any (array(
       select ctid from public.%1$I where tenant_id = $1 %2$s limit $2))',
    of_table,
    case of_table when 'audit_logs' then 'and action <> ''tenant_deleted''' end) using tenant, lot;
  get diagnostics gone = row_count;
  return gone;
end $$;--> statement-breakpoint
-- The end of a closed tenant whose rows are gone: the entry that stays is completed, and the tenant itself goes. A tenant
-- that is gone already is none of its business.
create function "end_closed_tenant"("tenant" uuid, "counts" jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenants where id = tenant and deletion_asked_at is not null and closed_at is not null;
  if not found then
    raise exception 'tenant % is not being deleted', tenant;
  end if;
  update public.audit_logs
     set metadata = metadata || jsonb_build_object(
           'deleted_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'rows', counts)
   where tenant_id = tenant and action = 'tenant_deleted';
  if not found then
    raise exception 'nothing says who asked for the deletion of tenant %', tenant;
  end if;
  delete from public.tenants where id = tenant;
end $$;--> statement-breakpoint
-- Functions are everybody's when they are made; the programs' role is granted them by `migrate`.
revoke all on function "enter_tenant"(uuid) from public;--> statement-breakpoint
revoke all on function "delete_lot_of_closed_tenant"(uuid, text, integer) from public;--> statement-breakpoint
revoke all on function "end_closed_tenant"(uuid, jsonb) from public;
