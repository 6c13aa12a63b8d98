-- The one way to a store's sealed credentials for a role that may not select the column. It runs as the owner, whom the
-- policies bind as well, and it asks for the tenant's scope by itself: the system's, which sees all stores, opens none.
create function "sealed_credentials_of"("of_tenant" uuid, "of_store" uuid) returns bytea
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  return (select sealed_credentials from public.stores
           where tenant_id = "of_tenant" and id = "of_store"
             and tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
-- Functions are everybody's when they are made; the programs' role is granted them by `migrate`.
revoke all on function "sealed_credentials_of"(uuid, uuid) from public;--> statement-breakpoint
revoke all on function "search_text"(text, text, text, text[], text[]) from public;
