-- What was asked for once stays asked for, and a tenant keeps its id: whoever has the programs' password could otherwise
-- close a tenant, take its part of the log of actions, and open it again as if nothing had been.
create function "keep_deletion_asked"() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'tenant % keeps its id, and the deletion that was asked for', old.id;
end $$;--> statement-breakpoint
revoke all on function "keep_deletion_asked"() from public;--> statement-breakpoint
create trigger "tenants_deletion_stays" before update on "tenants" for each row
  when (new.id <> old.id
     or old.deletion_asked_at is not null and new.deletion_asked_at is distinct from old.deletion_asked_at
     or old.closed_at is not null and new.closed_at is distinct from old.closed_at)
  execute function "keep_deletion_asked"();--> statement-breakpoint
-- As before, and only where an entry says who asked for this deletion: one that tells of an earlier end is none. That entry
-- is among the tenant's last, so it is looked for from there: there may be a thousand lots, and as many entries.
create or replace function "delete_lot_of_closed_tenant"("tenant" uuid, "of_table" text, "lot" integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare gone integer;
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenants where id = tenant and deletion_asked_at is not null and closed_at is not null;
  if not found then
    raise exception 'tenant % is not being deleted', tenant;
  end if;
  perform from public.audit_logs
    where tenant_id = tenant and action = 'tenant_deleted' and not metadata ? 'deleted_at'
    order by at desc, id desc limit 1;
  if not found then
    raise exception 'nothing says who asked for the deletion of tenant %', tenant;
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
-- As before, and only when nothing else is left in any table: else a tenant that is made anew under the id would have what
-- was left. An entry that was completed is never written again.
create or replace function "end_closed_tenant"("tenant" uuid, "counts" jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
  of_table text;
  is_left boolean;
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenants where id = tenant and deletion_asked_at is not null and closed_at is not null;
  if not found then
    raise exception 'tenant % is not being deleted', tenant;
  end if;
  for of_table in select table_name from information_schema.columns
                   where table_schema = 'public' and column_name = 'tenant_id' loop
    execute format(
      'select exists (select from public.%I where tenant_id = $1 %s)',
      of_table,
      case of_table when 'audit_logs' then 'and action <> ''tenant_deleted''' end) into is_left using tenant;
    if is_left then
      raise exception 'table % still holds rows of tenant %', of_table, tenant;
    end if;
  end loop;
  update public.audit_logs
     set metadata = metadata || jsonb_build_object(
           'deleted_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'rows', counts)
   where tenant_id = tenant and action = 'tenant_deleted' and not metadata ? 'deleted_at';
  if not found then
    raise exception 'nothing says who asked for the deletion of tenant %', tenant;
  end if;
  delete from public.tenants where id = tenant;
end $$;
