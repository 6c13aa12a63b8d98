import type { TenantSql } from '../../database/sql';
import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import type { RunMode } from '../../model/run';
import type { StoreStatus } from '../../model/store-status';
import { Freshness } from '../freshness/settings';

/** A store whose turn it is, as it stands now. */
export interface StoreAtTurn {
  id: string;
  tenantId: string;
  name: string;
  status: StoreStatus;
  freshness: Freshness;
  /** Modes that are due by their cadences, and since when. */
  due: Partial<Record<CadenceMode, Date>>;
  /** A full run is wanted whatever its cadence says. */
  fullWantedAt: Date | null;
  /** As the database writes it: what a look must find again when it writes. */
  watermark: string | null;
  watermarkObservation: number | null;
  failedLooks: number;
  /** Of the credentials that it is looked at with. */
  credentialsVersion: number;
  /** The store asked for time. */
  isHeld: boolean;
  /** The run under way that holds the store's fence, or will. */
  run: { mode: RunMode; queuedAt: Date } | null;
  /** When the last full run was asked for, whatever became of it. */
  lastFullAt: Date | null;
  /** By the database's clock. */
  now: Date;
}

interface Row extends Omit<StoreAtTurn, 'due' | 'freshness' | 'run'> {
  freshness: unknown;
  nextFullAt: Date | null;
  nextIncrementalAt: Date | null;
  nextInventoryAt: Date | null;
  nextPricesAt: Date | null;
  runMode: RunMode | null;
  runQueuedAt: Date | null;
}

const NEXT = {
  full: 'nextFullAt',
  incremental: 'nextIncrementalAt',
  inventory: 'nextInventoryAt',
  prices: 'nextPricesAt',
} as const satisfies Record<CadenceMode, keyof Row>;

/** null where it is nobody's turn any more: it was paused, disconnected or deleted since it was listed. */
export async function readDueStore(sql: TenantSql, storeId: string): Promise<StoreAtTurn | null> {
  const { rows } = await sql<Row>`
    select s.id, s.tenant_id as "tenantId", s.name, s.status, s.freshness,
           s.next_full_at as "nextFullAt", s.next_incremental_at as "nextIncrementalAt",
           s.next_inventory_at as "nextInventoryAt", s.next_prices_at as "nextPricesAt",
           s.full_wanted_at as "fullWantedAt",
           s.watermark::text as watermark, s.watermark_observation as "watermarkObservation",
           s.failed_looks as "failedLooks", s.credentials_version as "credentialsVersion",
           coalesce(s.held_until > now(), false) as "isHeld",
           run.mode as "runMode", run.queued_at as "runQueuedAt",
           (select r.queued_at from sync_runs r
             where r.tenant_id = s.tenant_id and r.store_id = s.id and r.mode between 'full' and 'full' and not r.dry_run
             order by r.mode desc, r.queued_at desc limit 1) as "lastFullAt",
           now() as now
      from stores s
      left join lateral (
           select r.mode, r.queued_at from sync_runs r
            where r.tenant_id = s.tenant_id and r.store_id = s.id and r.finished_at is null
              and r.status in ('queued', 'running', 'paused') and r.mode <> 'refresh' and not r.dry_run
            order by r.queued_at desc limit 1) run on true
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and s.due_at <= now() and s.paused_at is null and s.status <> 'disconnected'`;
  const [row] = rows;
  if (row === undefined) return null;
  const { freshness, runMode, runQueuedAt, ...store } = row;
  const times = CADENCE_MODES.map((mode) => [mode, row[NEXT[mode]]] as const);
  return {
    ...store,
    freshness: Freshness.parse(freshness),
    due: Object.fromEntries(times.filter(([, at]) => at !== null && at <= row.now)),
    run: runMode === null || runQueuedAt === null ? null : { mode: runMode, queuedAt: runQueuedAt },
  };
}
