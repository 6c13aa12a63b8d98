import { type Page, type PageRequest, pageOfRows } from '../database/page';
import { type Sql, type SqlPart, sqlPart, type TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { RunMode, RunPhase, RunReader, RunStatus, RunTrigger } from '../model/run';
import type { RunCounts } from '../model/run-counts';
import type { RunError, RunErrorType } from '../model/run-errors';
import type { RunProblem } from '../model/run-problem';
import type { NotedStandstill } from '../model/standstill';
import { countRun } from './count-run';
import { stateNow, type Waiting } from './run-waiting';

/** A run as the API shows it. */
export interface RunView extends RunState {
  /** Of the store's products that were announced: 0 to 1, null while their number is not known. */
  progress: number | null;
  products: Required<RunCounts['products']> & { announced: number | null };
  variants: RunCounts['variants'];
  pages: RunCounts['pages'];
  requests: number;
  throttled_ms: number;
  error: RunError | null;
  problems: RunProblem[];
  waiting: Waiting | null;
  last_activity_at: Date;
}

interface RunState {
  id: string;
  workflow_id: string;
  store_id: string;
  platform: Platform;
  mode: RunMode;
  dry_run: boolean;
  trigger: RunTrigger;
  status: RunStatus;
  phase: RunPhase;
  queued_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  /** Up to now while it is under way. */
  duration_ms: number | null;
  attempt: number;
  next_attempt_at: Date | null;
  reader: RunReader;
  /** Why pages are read where a bulk file was to be. */
  reader_note: string | null;
}

export interface RunRow extends RunState {
  tenant_id: string;
  announced: number | null;
  /** Fixed when the run closed. */
  counts: RunCounts | null;
  error_type: RunErrorType | null;
  error_message: string | null;
  problems: RunProblem[] | null;
  waiting_reason: string | null;
  waiting_since: Date | null;
  waiting_until: Date | null;
  standstill: NotedStandstill | null;
  touched_at: Date;
  /** `queued_at` to the microsecond: a Date would lose three digits and repeat or skip a run. */
  queued_at_exact: string;
}

export interface RunFilter extends PageRequest {
  runId?: string | undefined;
  storeId?: string | undefined;
  statuses?: readonly RunStatus[] | undefined;
  /** Absent: of every mode, also those of what stores told, which come by the hundred a day. */
  modes?: readonly RunMode[] | undefined;
  triggers?: readonly RunTrigger[] | undefined;
  errorTypes?: readonly RunErrorType[] | undefined;
  /** Took so long at least, or does up to now. */
  minDurationMs?: number | undefined;
  /** Queued then or later, and before: RFC 3339. */
  since?: string | undefined;
  until?: string | undefined;
}

/** A tenant's runs, newest first. */
export async function listRuns(sql: TenantSql, filter: RunFilter): Promise<Page<RunView>> {
  const page = await selectRuns(sql, sql.tenantId, filter);
  const items: RunView[] = [];
  for (const row of page.items) items.push(viewOf(row, row.counts ?? (await countRun(sql, row.id))));
  return { items, next: page.next };
}

/** Rows of `sync_runs`, of one tenant or of all. */
export async function selectRuns(sql: Sql, tenantId: string | null, filter: RunFilter): Promise<Page<RunRow>> {
  const [queuedAt = null, id = null] = filter.after ?? [];
  const { rows } = await sql<RunRow>`
    select tenant_id, id, workflow_id, store_id, platform, mode, dry_run, trigger, status, phase,
           queued_at, started_at, finished_at, queued_at::text as queued_at_exact,
           (extract(epoch from coalesce(finished_at, now()) - started_at) * 1000)::int8 as duration_ms,
           attempt, next_attempt_at, reader, reader_note, announced, counts, error_type, error_message, problems,
           waiting_reason, waiting_since, waiting_until, standstill,
           greatest(touched_at, queued_at, started_at, finished_at,
                    (select max(page.merged_at) from sync_pages page
                      where page.tenant_id = sync_runs.tenant_id and page.run_id = sync_runs.id
                        and sync_runs.finished_at is null)) as touched_at
      from sync_runs
     where ${isMeant(tenantId, filter)}
       and (${id}::uuid is null or (queued_at, id) < (${queuedAt}::timestamptz, ${id}::uuid))
     order by queued_at desc, id desc
     limit ${filter.limit + 1}::int`;

  return pageOfRows(
    rows,
    filter.limit,
    (row) => [row.queued_at_exact, row.id],
    (row) => row,
  );
}

/** How many runs a filter finds, by status. */
export async function countRuns(
  sql: Sql,
  tenantId: string | null,
  filter: Omit<RunFilter, keyof PageRequest>,
): Promise<Partial<Record<RunStatus, number>>> {
  const { rows } = await sql<{ status: RunStatus; runs: number }>`
    select status, count(*) as runs from sync_runs where ${isMeant(tenantId, filter)} group by status`;
  return Object.fromEntries(rows.map(({ status, runs }) => [status, runs]));
}

/** From so long on an index has the runs. */
const LONG_MS = 60_000;

function isMeant(tenantId: string | null, filter: Omit<RunFilter, keyof PageRequest>): SqlPart {
  const { runId = null, storeId = null, statuses = null, modes = null, since = null, until = null } = filter;
  const { triggers = null, errorTypes = null, minDurationMs = null } = filter;
  // Written out, since the indexes without the many refreshes are taken where the statement itself says that it wants none.
  const besides = modes === null || modes.includes('refresh') ? sqlPart`true` : sqlPart`mode <> 'refresh'`;
  const isLong =
    minDurationMs !== null && minDurationMs >= LONG_MS
      ? sqlPart`(finished_at is null or finished_at - started_at >= interval '1 minute')`
      : sqlPart`true`;
  // One status is a place in an index in order of time; several are not.
  const isStatus = statuses?.length === 1 ? sqlPart`status = ${statuses[0]}::text` : isAmong('status', statuses);
  return sqlPart`
           (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and (${runId}::uuid is null or id = ${runId}::uuid)
       and (${storeId}::uuid is null or store_id = ${storeId}::uuid)
       and ${besides} and ${isStatus} and ${isAmong('mode', modes)} and ${isAmong('trigger', triggers)}
       and ${isAmong('error_type', errorTypes)} and ${isLong}
       and (${minDurationMs}::int8 is null
            or coalesce(finished_at, now()) - started_at >= make_interval(secs => ${minDurationMs}::int8 / 1000.0))
       and (${since}::timestamptz is null or queued_at >= ${since}::timestamptz)
       and (${until}::timestamptz is null or queued_at < ${until}::timestamptz)`;
}

const COLUMNS = {
  status: sqlPart`status`,
  mode: sqlPart`mode`,
  trigger: sqlPart`trigger`,
  error_type: sqlPart`error_type`,
};

const isAmong = (column: keyof typeof COLUMNS, values: readonly string[] | null) =>
  values === null ? sqlPart`true` : sqlPart`${COLUMNS[column]} = any(${values}::text[])`;

/** The row with its counts: those that it keeps since it closed, or the manifest's until then. */
export function viewOf(row: RunRow, counts: RunCounts): RunView {
  const { announced, counts: _, error_type: _type, error_message: _message, queued_at_exact: __, ...shown } = row;
  const { problems, touched_at, tenant_id: _tenant, standstill: _still, ...rest } = shown;
  const { waiting_reason: _reason, waiting_since: _since, waiting_until: _until, ...state } = rest;
  const { products, variants, pages, requests, throttled_ms } = counts;
  const { status, error, waiting } = stateNow(row);
  return {
    ...state,
    status,
    progress: progressOf(status, announced, products.seen),
    // As jsonb gives them back, their order would be that of the names' lengths.
    products: {
      announced,
      seen: products.seen,
      created: products.created,
      updated: products.updated,
      unchanged: products.unchanged,
      reactivated: products.reactivated,
      deactivated: products.deactivated,
      rejected: products.rejected,
      missing: products.missing,
      unknown: products.unknown ?? 0,
    },
    variants,
    pages,
    requests,
    throttled_ms,
    error,
    problems: problems ?? [],
    waiting,
    last_activity_at: touched_at,
  };
}

/** A store may lose products while it is read: a run that is through has not stopped at 99 %. */
function progressOf(status: RunStatus, announced: number | null, seen: number): number | null {
  if (status === 'completed' || status === 'completed_with_errors') return 1;
  if (announced === null) return null;
  return announced === 0 ? 1 : Math.min(1, seen / announced);
}

/** null when this tenant has no such run. */
export async function readRun(sql: TenantSql, runId: string): Promise<RunView | null> {
  const { items } = await listRuns(sql, { runId, limit: 1, after: null });
  return items[0] ?? null;
}
