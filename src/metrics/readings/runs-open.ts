import { PLATFORMS, type Platform } from '../../model/platform';
import type { RunMode, RunStatus } from '../../model/run';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const open: DatabaseGauge = {
  name: 'catalog_sync_runs_open',
  help: 'Runs that are not over, without dry runs, by their status',
  labels: ['platform', 'mode', 'status'],
};

const oldest: DatabaseGauge = {
  name: 'catalog_sync_runs_open_oldest_age_seconds',
  help: 'Since when the oldest run of a status was asked for; 0: there is none',
  labels: ['status'],
};

const approvals: DatabaseGauge = {
  name: 'catalog_sync_approvals_waiting',
  help: 'Runs that wait for somebody’s approval',
  labels: ['platform'],
};

interface OpenRow {
  platform: Platform;
  mode: RunMode;
  status: RunStatus;
  runs: number;
  oldest_age: number;
}

const OPEN_STATUSES = ['queued', 'running', 'paused', 'awaiting_approval'] as const satisfies RunStatus[];

/** By `sync_runs_open`, which holds these alone. */
export const runsOpen: Reading = {
  gauges: [open, oldest, approvals],
  async read(sql) {
    const { rows } = await sql<OpenRow>`
      select platform, mode, status, count(*)::int as runs,
             greatest(0, extract(epoch from now() - min(queued_at)))::float8 as oldest_age
        from sync_runs
       where finished_at is null and not dry_run
       group by platform, mode, status`;
    const of = (matches: (row: OpenRow) => boolean) => rows.filter(matches);
    const waiting = of(({ status }) => status === 'awaiting_approval');
    return [
      ...rows.map(({ platform, mode, status, runs }) => sample(open, runs, { platform, mode, status })),
      ...OPEN_STATUSES.map((status) => {
        const ages = of((row) => row.status === status).map((row) => row.oldest_age);
        return sample(oldest, Math.max(0, ...ages), { status });
      }),
      ...PLATFORMS.map((platform) => {
        const runs = waiting.filter((row) => row.platform === platform).reduce((sum, row) => sum + row.runs, 0);
        return sample(approvals, runs, { platform });
      }),
    ];
  },
};
