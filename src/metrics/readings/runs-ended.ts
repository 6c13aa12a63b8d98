import type { Platform } from '../../model/platform';
import type { LastStatus, RunMode } from '../../model/run';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const LABELS = ['platform', 'mode', 'outcome', 'error_type'] as const;

const lastHour: DatabaseGauge = {
  name: 'catalog_sync_runs_last_hour',
  help: 'Runs that ended within the last hour, without dry runs; error_type is empty where none was told; 0 for what the last day alone had',
  labels: LABELS,
};

const lastDay: DatabaseGauge = {
  name: 'catalog_sync_runs_last_day',
  help: 'Runs that ended within the last 24 hours, without dry runs; error_type is empty where none was told',
  labels: LABELS,
};

interface EndedRow {
  platform: Platform;
  mode: RunMode;
  outcome: LastStatus;
  error_type: string;
  last_hour: number;
  last_day: number;
}

/** By the index `sync_runs_counted` alone, which holds all that is asked for. */
export const runsEnded: Reading = {
  gauges: [lastHour, lastDay],
  async read(sql) {
    const { rows } = await sql<EndedRow>`
      select platform, mode, status as outcome, coalesce(error_type, '') as error_type,
             count(*) filter (where finished_at > now() - interval '1 hour')::int as last_hour, count(*)::int as last_day
        from sync_runs
       where finished_at > now() - interval '1 day' and not dry_run
       group by platform, mode, status, error_type`;
    return rows.flatMap(({ last_hour, last_day, ...labels }) => [
      sample(lastHour, last_hour, { ...labels }),
      sample(lastDay, last_day, { ...labels }),
    ]);
  },
};
