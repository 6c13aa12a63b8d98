import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { refuseBypassingRole } from './refuse-bypassing-role';
import { sqlOn } from './sql';

/** Two migrators at once fail with a duplicate key; any number works that nothing else in the database locks. */
const ADVISORY_LOCK = 7_305_164_021;

/**
 * Brings the database to the schema of this version; safe to repeat, and from several processes at once. All of it
 * is one transaction: a migration that fails leaves the database as it was.
 *
 * @returns how many migrations were missing.
 * @throws when the role bypasses row-level security.
 */
export async function migrate(databaseUrl: string): Promise<{ applied: number }> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await refuseBypassingRole(sqlOn(client));
    await client.query('select pg_advisory_lock($1::bigint)', [ADVISORY_LOCK]);
    const before = await appliedMigrations(client);
    await runMigrations(drizzle(client), { migrationsFolder: migrationsFolder() });
    return { applied: (await appliedMigrations(client)) - before };
  } finally {
    await client.end(); // releases the lock too
  }
}

async function appliedMigrations(client: Client): Promise<number> {
  const table = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`);
  if (!table.rows[0].exists) return 0;
  const { rows } = await client.query('select count(*)::int as count from drizzle.__drizzle_migrations');
  return rows[0].count;
}

/** `drizzle/` stands beside `src/`, whether this file runs from there (tests) or from `dist/src/` (programs). */
function migrationsFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'drizzle/meta/_journal.json'))) {
    if (folder === dirname(folder)) throw new Error(`No folder above ${__dirname} holds the migrations (drizzle/)`);
    folder = dirname(folder);
  }
  return join(folder, 'drizzle');
}
