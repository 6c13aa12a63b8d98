import { Client } from 'pg';
import { type MigrationStanding, migrationStanding } from '../../../src/database/migrations';
import { isMissingRight } from '../../../src/database/postgres-error';
import { type Check, type Finding, failed, ok, skipped } from '../check';

const PATIENCE_MS = 5_000;

/** Asked as the owner where there is one: the programs' own role may not read what migrations note. */
export const migrations: Check = {
  name: 'migrations',
  needs: ['database'],
  async look({ databaseUrl, settings, environment }) {
    const ownerUrl = settings?.migrationDatabaseUrl ?? environment.MIGRATION_DATABASE_URL ?? databaseUrl ?? '';
    const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: PATIENCE_MS });
    try {
      await client.connect();
      return standingFinding(await migrationStanding(client));
    } catch (error) {
      if (!isMissingRight(error)) throw error;
      return skipped('the role of DATABASE_URL may not see them: set MIGRATION_DATABASE_URL for this command as well');
    } finally {
      await client.end();
    }
  },
};

function standingFinding({ missing, unknown }: MigrationStanding): Finding {
  if (missing.length > 0) {
    return failed(
      `the database lacks ${missing.length}: ${missing.join(', ')}`,
      'Run `npm run migrate`, then restart.',
    );
  }
  if (unknown > 0) {
    return failed(
      `the database has ${unknown} that this version does not know`,
      'A later version migrated it: run that one, or restore the backup from before.',
    );
  }
  return ok('the database has those of this version');
}
