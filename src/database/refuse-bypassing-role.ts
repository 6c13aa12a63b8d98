import type { Sql } from './sql';

/**
 * Throws when the connected role passes by row-level security: for such a role PostgreSQL keeps no tenant apart, and
 * nothing else would show it (I9). The message says how to make a right role. Programs call it by
 * `database.withSystem(refuseBypassingRole)`.
 */
export async function refuseBypassingRole(sql: Sql): Promise<void> {
  const { rows } = await sql<{ role: string; reason: string | null }>`
    select current_user as role,
           case when rolsuper then 'is a superuser' when rolbypassrls then 'has BYPASSRLS' end as reason
      from pg_roles
     where rolname = current_user`;
  const [found] = rows;
  if (found === undefined || found.reason === null) return;
  throw new Error(
    `The database role ${found.role} ${found.reason}: row-level security, which keeps the tenants apart, does not ` +
      'hold for it. Make a role that it holds for, let it own an empty database, and name both in DATABASE_URL:\n' +
      "  create role catalog_sync login nosuperuser nobypassrls password '...';\n" +
      '  create database catalog_sync owner catalog_sync;',
  );
}
