import { randomBytes } from 'node:crypto';
import type { DueSweep, DueTotals } from '../../../src/model/freshness/due-sweep';
import type { Platform } from '../../../src/model/platform';
import { listRuns, type RunView } from '../../../src/runs/list-runs';
import type { Freshness } from '../../../src/stores/freshness/settings';
import type { Store } from '../../../src/stores/store';
import type { SyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

export interface DueWorld {
  /** One sweep over the due stores, to its end. */
  sweep(): Promise<Record<Platform, DueTotals>>;
  startSweep(): Promise<{ workflowId: string; ended: Promise<DueSweep> }>;
  /** Lets modes of a store be due since then, and nothing else; no look that failed puts them off. */
  makeDue(store: Store, columns: Partial<DueColumns>): Promise<void>;
  fresh(store: Store, freshness: Partial<Freshness>): Promise<void>;
  /** As if two days had passed since. */
  forgetRuns(store: Store): Promise<void>;
  /** Of the store's row, by the columns' names. */
  row(store: Store): Promise<StoreRow>;
  /** Newest first. */
  runs(store: Store): Promise<RunView[]>;
  /** The newest run once it is over. */
  lastRun(store: Store): Promise<RunView>;
}

interface DueColumns {
  next_full_at: string;
  next_incremental_at: string;
  next_prices_at: string;
  full_wanted_at: string;
}

interface StoreRow {
  status: string;
  watermark: Date | null;
  watermark_observation: number | null;
  last_checked_at: Date | null;
  next_full_at: Date | null;
  next_incremental_at: Date | null;
  next_prices_at: Date | null;
  full_wanted_at: Date | null;
  full_wanted_why: string | null;
  look_after: Date | null;
  failed_looks: number;
  failed_look: { type: string; message: string } | null;
  due_at: Date | null;
  held_until: Date | null;
}

export const DUE = new Date(Date.now() - 60_000).toISOString();

/** Stores are due only where a test says so. */
export function dueWorld(world: SyncWorld): DueWorld {
  const startSweep: DueWorld['startSweep'] = async () => {
    const workflowId = `sync-due-stores/${world.taskQueue}/${randomBytes(4).toString('hex')}`;
    const handle = await world.client((client) =>
      client.workflow.start('SyncDueStoresWorkflow', { workflowId, taskQueue: world.taskQueue, args: [] }),
    );
    const ended = until('the sweep to end', async () => {
      const { status } = await handle.describe();
      return status.name !== 'RUNNING';
    }).then(() => world.client((client) => client.workflow.getHandle(workflowId).result()));
    return { workflowId, ended: ended as Promise<DueSweep> };
  };
  const runs: DueWorld['runs'] = (store) =>
    world.database.withTenant(store.tenantId, async (sql) => {
      const { items } = await listRuns(sql, { storeId: store.id, limit: 50, after: null });
      return items;
    });

  return {
    startSweep,
    async sweep() {
      const { ended } = await startSweep();
      const { platforms } = await ended;
      return platforms as Record<Platform, DueTotals>;
    },
    async makeDue(store, columns) {
      const { next_full_at, next_incremental_at, next_prices_at, full_wanted_at }: Nullable = {
        ...NOT_DUE,
        ...columns,
      };
      await world.database.withTenant(
        store.tenantId,
        (sql) => sql`
          update stores
             set next_full_at = ${next_full_at}::timestamptz, next_incremental_at = ${next_incremental_at}::timestamptz,
                 next_prices_at = ${next_prices_at}::timestamptz, look_after = null, full_wanted_at = ${full_wanted_at}::timestamptz
           where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`,
      );
    },
    fresh: async (store, freshness) => {
      await world.database.withTenant(
        store.tenantId,
        (sql) => sql`update stores set freshness = ${JSON.stringify(freshness)}::jsonb where id = ${store.id}::uuid`,
      );
    },
    forgetRuns: async (store) => {
      await world.database.withTenant(
        store.tenantId,
        (sql) => sql`update sync_runs set queued_at = queued_at - interval '2 days' where store_id = ${store.id}::uuid`,
      );
    },
    row: (store) =>
      world.database.withTenant(store.tenantId, async (sql) => {
        const { rows } = await sql<StoreRow & Record<string, unknown>>`
          select status, watermark, watermark_observation, last_checked_at, next_full_at, next_incremental_at, next_prices_at, full_wanted_at,
                 full_wanted_why, look_after, failed_looks, failed_look, due_at, held_until
            from stores where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`;
        const [row] = rows;
        if (row === undefined) throw new Error(`there is no store ${store.id}`);
        return row;
      }),
    runs,
    async lastRun(store) {
      const [last] = await runs(store);
      if (last === undefined) throw new Error(`${store.name} has no run`);
      return world.ended(store, { workflowId: last.workflow_id, runId: last.id });
    },
  };
}

type Nullable = { [Column in keyof DueColumns]: string | null };

const NOT_DUE: Nullable = { next_full_at: null, next_incremental_at: null, next_prices_at: null, full_wanted_at: null };
