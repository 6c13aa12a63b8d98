import { migrate } from './database/migrate';
import { databaseAdvice } from './database/postgres-error';
import { reasonOf } from './process/reason-of';
import { runProgram } from './process/run-program';
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
    console.warn(`Temporal did not answer, its search attributes are left to the worker: ${reasonOf(error)}`);
  } finally {
    await temporal.close();
  }
}

runProgram(main, { advice: [databaseAdvice] });
