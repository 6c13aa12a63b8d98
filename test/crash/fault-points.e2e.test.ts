import type { FaultPoint } from '../../src/fault-points';
import { FAULT_POINTS } from '../../src/fault-points';
import type { RunView } from '../../src/runs/list-runs';
import { decideApproval } from '../../src/temporal/decide-approval';
import type { Store } from '../../src/tenants/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { startWorkerProcess } from '../support/worker-process';

/** A killed worker is noticed after 15 s of silence: some points are tried side by side, a world each. */
const AT_ONCE = 4;
const IN_TIME = 90_000;

const IDS = Array.from({ length: 250 }, (_, index) => String(1_001 + index));
const GONE = IDS.slice(0, 8);

interface Played {
  run: RunView;
  active: string[];
  logs: number;
  /** What changed, by kind; a thing done twice would be told twice. */
  changes: Record<string, number>;
}

/** Syncs a store from which products went, by workers that die at the point, `times` in a row, then by one that lives. */
async function play(point: FaultPoint, times: number): Promise<Played> {
  const world = await startSyncWorld({ withoutWorker: true });
  const workers: ReturnType<typeof startWorkerProcess>[] = [];
  try {
    const products = IDS.map((id) => ({ id, name: `Product ${id}`, regular_price: '5.00' }));
    const { shop, store } = await world.wooCommerce({ products });
    const isHeld = point.startsWith('approval-');
    if (isHeld) await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
    const first = startWorkerProcess(world);
    workers.push(first);
    await world.sync(store);
    await first.end('SIGTERM');
    for (const id of GONE) shop.remove(id);
    shop.patch('1200', { name: 'Edited' });

    const started = await world.start(store);
    if (point === 'approval-claimed') {
      const second = startWorkerProcess(world);
      workers.push(second);
      await world.whenRun(store, started.runId, 'waits', ({ status }) => status === 'awaiting_approval', IN_TIME);
      await second.end('SIGTERM');
      void approve(world, started.runId).catch(() => undefined);
    }
    for (let time = 0; time < times; time++) {
      const dying = startWorkerProcess(world, `${point}:kill`);
      workers.push(dying);
      await dying.ended();
    }
    workers.push(startWorkerProcess(world));
    if (isHeld) {
      await world.whenRun(store, started.runId, 'waits or goes on', ({ status }) => status !== 'queued', IN_TIME);
      if (point === 'approval-held') {
        await world.ended(store, started);
        await approve(world, started.runId);
      }
    }
    const run = await world.whenRun(
      store,
      started.runId,
      'is over',
      ({ finished_at }) => finished_at !== null,
      IN_TIME,
    );
    return { run, active: await world.catalogue(store).active(), ...(await told(world, store, run.id)) };
  } finally {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await world.close();
  }
}

const approve = (world: SyncWorld, runId: string) =>
  decideApproval(world.temporal, runId, 'approve', { actor: { kind: 'api_key', id: 'key', name: 'Anna' } });

async function told(world: SyncWorld, store: Store, runId: string): Promise<Pick<Played, 'logs' | 'changes'>> {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows: logs } = await sql`select from webhook_logs where run_id = ${runId}::uuid`;
    const { rows } = await sql<{ kind: string; count: number }>`
      select kind, count(distinct product_id)::int as count from product_changes
       where run_id = ${runId}::uuid group by kind`;
    return { logs: logs.length, changes: Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) };
  });
}

/** Of a WooCommerce store’s short run by a worker. */
const ELSEWHERE: FaultPoint[] = ['run-requested', 'run-continued', 'credentials-renewed'];
const POINTS = (Object.keys(FAULT_POINTS) as FaultPoint[]).filter((point) => !ELSEWHERE.includes(point));

/** `npm run test:crash` kills three times in a row too, which takes minutes. */
const TIMES = (process.env.CATALOG_SYNC_CRASH_TIMES ?? '1').split(',').map(Number);

it.each(TIMES)(
  'I4 a worker that is killed at any of the points, %i times in a row, changes nothing of how a run ends',
  async (times) => {
    const played = [];
    for (let done = 0; done < POINTS.length; done += AT_ONCE) {
      const some = POINTS.slice(done, done + AT_ONCE);
      played.push(...(await Promise.allSettled(some.map(async (point) => ({ point, ...(await play(point, times)) })))));
    }

    expect(played.filter(({ status }) => status === 'rejected')).toEqual([]);
    for (const each of played) {
      if (each.status === 'rejected') throw each.reason;
      const { point, run, active, logs, changes } = each.value;
      expect({ point, status: run.status, error: run.error }).toEqual({ point, status: 'completed', error: null });
      expect({ point, ...run.products }).toMatchObject({ point, updated: 1, deactivated: 8, missing: 8, created: 0 });
      expect({ point, logs, changes }).toEqual({
        point,
        logs: 1,
        changes: { updated: 1, variant_updated: 1, deactivated: 8 },
      });
      expect(active).toEqual(IDS.slice(8));
    }
  },
  5 * IN_TIME,
);
