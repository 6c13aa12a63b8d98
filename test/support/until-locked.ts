import { asSuperuser, queryAs } from './test-database';
import { until } from './until';

/**
 * Until a session of the database waits for a lock that another holds. It asks on a connection of its own: inside of a
 * transaction `pg_stat_activity` shows what it showed when it was first looked at.
 */
export function untilLocked(what: string, databaseUrl: string): Promise<true> {
  return until(`${what} to wait for a lock`, async () => {
    const { rows } = await queryAs(
      asSuperuser(databaseUrl),
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
}
