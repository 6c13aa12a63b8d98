import { migrate } from './database/migrate';
import { isPassingDatabaseError } from './database/postgres-error';
import { readSettings } from './process/settings';
import { connectClient } from './temporal/connect-client';

/**
 * `npm run migrate`: brings the database of `DATABASE_URL` to this version's schema and, where `TEMPORAL_ADDRESS` is
 * set, registers the search attributes. Its lines are read by people.
 */
async function main(): Promise<void> {
  const { databaseUrl } = readSettings(['databaseUrl']);
  const { applied } = await migrate(databaseUrl);
  console.log(`The database is up to date; migrations that ran now: ${applied}.`);
  if (process.env.TEMPORAL_ADDRESS) await registerSearchAttributes();
}

/** Failing is no reason to hold a deployment up: the API and the worker register what is missing when they start. */
async function registerSearchAttributes(): Promise<void> {
  const temporal = connectClient({ warn: console.warn });
  try {
    await temporal.ask(() => temporal.searchAttributes.register());
    console.log('The search attributes of Temporal were looked after.');
  } catch (error) {
    console.warn(`Temporal did not answer, its search attributes are left to the worker: ${textOf(error)}`);
  } finally {
    await temporal.close();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(textOf(error));
  if (isPassingDatabaseError(error)) console.error('The database does not answer: start it, or correct DATABASE_URL.');
  process.exitCode = 1;
});
