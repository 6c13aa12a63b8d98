import { databaseAdvice } from '../../../src/database/postgres-error';
import { refuseBypassingRole } from '../../../src/database/refuse-bypassing-role';
import { databaseRoles } from '../../../src/database/roles/database-roles';
import { onlyRow } from '../../../src/database/sql';
import { reasonOf } from '../../../src/process/reason-of';
import { type Check, failed, ok, warn } from '../check';
import { clockFinding } from '../clock-finding';
import { databaseOf } from '../parts';

const LEAST_VERSION = 15;

export const database: Check = {
  name: 'database',
  needs: [],
  async look(site) {
    if (site.database === null) return failed('DATABASE_URL is missing or wrong', 'Set it as `settings` says.');
    try {
      await site.database.ping();
      return ok('it answers');
    } catch (error) {
      return failed(reasonOf(error), databaseAdvice(error) ?? 'Start it, or correct DATABASE_URL.');
    }
  },
};

export const databaseVersion: Check = {
  name: 'database version',
  needs: ['database'],
  async look(site) {
    const { rows } = await databaseOf(site).readSystem(
      (sql) => sql<{ version: string }>`select current_setting('server_version') as version`,
    );
    return versionFinding(onlyRow(rows).version);
  },
};

export function versionFinding(version: string) {
  const major = Number(/^\d+/.exec(version)?.[0] ?? 0);
  if (major >= LEAST_VERSION) return ok(`PostgreSQL ${version}`);
  return failed(
    `PostgreSQL ${version}`,
    `It needs version ${LEAST_VERSION} or later: upgrade, with a backup made before.`,
  );
}

/** I9: for a role that passes by row-level security, tenants are not kept apart. */
export const databaseRole: Check = {
  name: 'database role',
  needs: ['database'],
  async look(site) {
    try {
      await databaseOf(site).readSystem(refuseBypassingRole);
    } catch (error) {
      return failed('the role of DATABASE_URL passes by row-level security', reasonOf(error));
    }
    return ok('row-level security holds for it');
  },
};

export const databaseOwnership: Check = {
  name: 'database ownership',
  needs: ['database', 'migrations'],
  async look(site) {
    const roles = await databaseOf(site).readSystem(databaseRoles);
    if (roles === 'two') return ok('another role owns the schema');
    return warn(
      'the role of the programs owns the schema, and may change it',
      'It works. Two roles keep that from the programs: MIGRATION_DATABASE_URL, docs/operations.md.',
    );
  },
};

/** Who holds a lock is seen by every role; what it does is not, and is not asked. */
export const databaseLocks: Check = {
  name: 'database locks',
  needs: ['database'],
  async look(site) {
    const { lockWaitMs } = site.limits;
    const { rows } = await databaseOf(site).readSystem(
      (sql) => sql<{ pid: number; seconds: number; blockers: number[] }>`
        select pid, extract(epoch from clock_timestamp() - waitstart)::int as seconds, pg_blocking_pids(pid) as blockers
          from pg_locks
         where not granted
           and waitstart < clock_timestamp() - ${lockWaitMs}::int * interval '1 millisecond'
         order by waitstart
         limit 5`,
    );
    const [longest] = rows;
    if (longest === undefined) return ok('nobody waits long for a lock');
    const blockers = [...new Set(rows.flatMap((row) => row.blockers))];
    return warn(
      `sessions wait for locks: ${rows.map(({ pid }) => pid).join(', ')}, the longest for ${longest.seconds} s`,
      `Held by the sessions ${blockers.join(', ')}: see pg_stat_activity; pg_terminate_backend ends one.`,
    );
  },
};

export const databaseClock: Check = {
  name: 'database clock',
  needs: ['database'],
  async look(site) {
    const { now } = site.limits;
    const before = now();
    const { rows } = await databaseOf(site).readSystem((sql) => sql<{ at: Date }>`select clock_timestamp() as at`);
    return clockFinding('the database', { before, after: now() }, onlyRow(rows).at);
  },
};
