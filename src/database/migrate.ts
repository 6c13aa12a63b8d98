import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { migrationsFolder } from './migrations';
import { refuseBypassingRole } from './refuse-bypassing-role';
import type { DatabaseRoles } from './roles/database-roles';
import { grantToPrograms } from './roles/grant-to-programs';
import { refuseMightyRole } from './roles/refuse-mighty-role';
import { onlyRow, sqlOn } from './sql';

/** Two migrators at once fail with a duplicate key; any number works that nothing else in the database locks. */
const ADVISORY_LOCK = 7_305_164_021;

/** A database that takes connections answers sooner. */
const PATIENCE_MS = 5_000;

export interface Migrated {
  /** How many migrations were missing. */
  applied: number;
  roles: DatabaseRoles;
}

/**
 * Brings the database to the schema of this version; safe to repeat, and from several processes at once. All of it
 * is one transaction: a migration that fails leaves the database as it was. With an owner's URL beside that of the
 * programs, the owner migrates, and their role is given what it needs.
 *
 * @throws when a role bypasses row-level security, or the programs' role may more than it should beside an owner.
 */
export async function migrate(databaseUrl: string, ownerUrl: string | null = null): Promise<Migrated> {
  const programs = ownerUrl === null ? null : await withClient(databaseUrl, connectedAs);
  return withClient(ownerUrl ?? databaseUrl, async (client) => {
    await refuseBypassingRole(sqlOn(client));
    if (programs !== null) {
      await refuseOtherDatabase(client, programs);
      await refuseMightyRole(sqlOn(client), programs.role);
    }
    await client.query('select pg_advisory_lock($1::bigint)', [ADVISORY_LOCK]);
    const before = await appliedMigrations(client);
    await runMigrations(drizzle(client), { migrationsFolder: migrationsFolder() });
    if (programs !== null) await grantToPrograms(client, programs.role);
    return { applied: (await appliedMigrations(client)) - before, roles: programs === null ? 'one' : 'two' };
  });
}

interface Connected {
  role: string;
  database: string;
}

/** What the database says, because a URL need not name the role that it leads to. */
async function connectedAs(client: Client): Promise<Connected> {
  const { rows } = await client.query<Connected>('select current_user as role, current_database() as database');
  return onlyRow(rows);
}

async function refuseOtherDatabase(owner: Client, programs: Connected): Promise<void> {
  const { database } = await connectedAs(owner);
  if (database === programs.database) return;
  throw new Error(
    `MIGRATION_DATABASE_URL names the database ${database}, DATABASE_URL ${programs.database}: name one in both.`,
  );
}

/** Ends the connection in any case, which releases the lock too. */
async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: Client): Promise<number> {
  const table = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`);
  if (!table.rows[0].exists) return 0;
  const { rows } = await client.query('select count(*)::int as count from drizzle.__drizzle_migrations');
  return rows[0].count;
}
