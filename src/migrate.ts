import { connectDatabase } from './database/database';
import { migrate } from './database/migrate';
import { databaseAdvice } from './database/postgres-error';
import type { DatabaseRoles } from './database/roles/database-roles';
import { reasonOf } from './process/reason-of';
import { runProgram } from './process/run-program';
import { readSettings, type Settings } from './process/settings';
import { aboutOtherPorts, storesOnOtherPorts } from './stores/other-ports';
import { connectClient } from './temporal/connect-client';

/**
 * `npm run migrate`: brings the database of `DATABASE_URL` to this version's schema, as the role of
 * `MIGRATION_DATABASE_URL` where that is set, and, where `TEMPORAL_ADDRESS` is set, registers the search attributes. Its
 * lines are read by people.
 */
async function main(): Promise<void> {
  const settings = readSettings(['databaseUrl', 'migrationDatabaseUrl', 'allowPrivateStores', 'storePorts']);
  const { applied, roles } = await migrate(settings.databaseUrl, settings.migrationDatabaseUrl);
  console.log(`The database is up to date; migrations that ran now: ${applied}.`);
  console.log(ABOUT_ROLES[roles]);
  await tellOfPorts(settings);
  if (process.env.TEMPORAL_ADDRESS) await registerSearchAttributes();
}

const ABOUT_ROLES: Record<DatabaseRoles, string> = {
  one: 'Roles: one. That of DATABASE_URL owns the schema; MIGRATION_DATABASE_URL would keep ownership from the programs.',
  two: 'Roles: two. That of MIGRATION_DATABASE_URL owns the schema; that of DATABASE_URL was granted what programs need.',
};

/** Where private stores are allowed, so is any port. */
async function tellOfPorts({
  databaseUrl,
  allowPrivateStores,
  storePorts,
}: Pick<Settings, 'databaseUrl' | 'allowPrivateStores' | 'storePorts'>): Promise<void> {
  if (allowPrivateStores) return;
  const database = connectDatabase(databaseUrl, { connections: 1 });
  try {
    const stores = await database.withSystem((sql) => storesOnOtherPorts(sql, storePorts));
    const told = aboutOtherPorts(stores, storePorts);
    if (told !== null) console.warn(told);
  } finally {
    await database.close();
  }
}

/** Failing is no reason to hold a deployment up: the API and the worker register what is missing when they start. */
async function registerSearchAttributes(): Promise<void> {
  const temporal = connectClient({ warn: console.warn });
  try {
    await temporal.ask(() => temporal.searchAttributes.register());
    console.log('The search attributes of Temporal were looked after.');
  } catch (error) {
    console.warn(`Temporal did not answer, its search attributes are left to the worker: ${reasonOf(error)}`);
  } finally {
    await temporal.close();
  }
}

runProgram(main, { advice: [databaseAdvice] });
