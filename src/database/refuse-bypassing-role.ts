import type { ClientBase } from 'pg';

/**
 * Throws when the connected role passes by row-level security: for such a role PostgreSQL keeps no tenant apart, and
 * nothing else would show it (I9). The message says how to make a right role.
 */
export async function refuseBypassingRole(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ role: string; database: string; reason: string | null }>(`
    select current_user as role, current_database() as database,
           case when rolsuper then 'is a superuser' when rolbypassrls then 'has BYPASSRLS' end as reason
      from pg_roles
     where rolname = current_user`);
  const [found] = rows;
  if (found === undefined || found.reason === null) return;
  throw new Error(
    `The database role ${found.role} ${found.reason}: row-level security, which keeps the tenants apart, does not ` +
      'hold for it. Make a role that it holds for, let it own an empty database, and name both in DATABASE_URL:\n' +
      "  create role catalog_sync login nosuperuser nobypassrls password '...';\n" +
      '  create database catalog_sync owner catalog_sync;',
  );
}
