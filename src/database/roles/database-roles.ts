import { onlyRow, type Sql } from '../sql';

/** `one`: the programs' role owns the schema. `two`: another one does, and the programs' role only uses it. */
export const DATABASE_ROLES = ['one', 'two'] as const;

export type DatabaseRoles = (typeof DATABASE_ROLES)[number];

/** Asked of the database itself, so that it is true whatever the settings say. */
export async function databaseRoles(sql: Sql): Promise<DatabaseRoles> {
  const { rows } = await sql<{ roles: DatabaseRoles }>`
    select case when pg_has_role(relowner, 'MEMBER') then 'one' else 'two' end as roles
      from pg_class where oid = 'public.tenants'::regclass`;
  return onlyRow(rows).roles;
}
