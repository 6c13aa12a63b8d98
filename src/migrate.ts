import { migrate } from './database/migrate';
import { readSettings } from './settings';

/** `npm run migrate`: brings the database of `DATABASE_URL` to this version's schema. People read what it says. */
async function main(): Promise<void> {
  const { databaseUrl } = readSettings(['databaseUrl']);
  const { applied } = await migrate(databaseUrl);
  console.log(applied === 0 ? 'The database is up to date.' : `The database is up to date: ${applied} migrations ran.`);
}

main().catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});

/** A host with several addresses that all refuse makes an error without a message, only with a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || `The database of DATABASE_URL does not answer: ${'code' in error ? error.code : error.name}`;
}
