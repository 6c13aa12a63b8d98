import type { Sql } from '../sql';

/**
 * Throws when the programs' role may more than `grants.ts` gives it: what it may by itself, no grant of ours takes away.
 * Asked on the owner's connection; the message lists every fault, and how to make a right role.
 */
export async function refuseMightyRole(sql: Sql, role: string): Promise<void> {
  const { rows } = await sql<{ database: string; fault: string }>`
    with programs as (select * from pg_roles where rolname = ${role}::text)
    select current_database() as database, fault
      from programs
     cross join lateral (values
       (rolsuper, 'is a superuser'),
       (rolbypassrls, 'has BYPASSRLS'),
       (rolcreaterole, 'has CREATEROLE'),
       (rolcreatedb, 'has CREATEDB'),
       (rolreplication, 'has REPLICATION'),
       (pg_has_role(programs.oid, current_user, 'MEMBER'), 'is, or may act as, the role of MIGRATION_DATABASE_URL'),
       (exists (select from pg_class where relnamespace = 'public'::regnamespace and relowner = programs.oid),
        'owns tables'),
       (has_schema_privilege(programs.oid, 'public', 'CREATE'), 'may create in the schema public'),
       (has_database_privilege(programs.oid, current_database(), 'CREATE'), 'may create schemas'),
       (has_database_privilege(programs.oid, current_database(), 'TEMPORARY'), 'may create temporary tables'),
       (exists (select from pg_roles other
                 where (other.rolsuper or other.rolbypassrls or other.rolname in (
                         'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files',
                         'pg_read_all_data', 'pg_write_all_data', 'pg_maintain'))
                   and other.oid <> programs.oid and pg_has_role(programs.oid, other.oid, 'MEMBER')),
        'is a member of a role that passes by grants or policies')
     ) as faults(is_so, fault)
     where is_so`;
  const [found] = rows;
  if (found === undefined) return;
  throw new Error(
    `The role ${role} of DATABASE_URL ${rows.map(({ fault }) => fault).join(', ')}. With MIGRATION_DATABASE_URL set ` +
      'it must be a role that only uses what another one owns:\n' +
      "  create role catalog_sync_programs login nosuperuser nobypassrls nocreatedb nocreaterole password '...';\n" +
      `  revoke temporary on database ${found.database} from public;\n` +
      '  revoke create on schema public from public;',
  );
}
