import { defaultPayloadConverter } from '@temporalio/common';
import type { DueSweep } from '../../../src/model/freshness/due-sweep';
import { nextTime } from '../../../src/stores/freshness/next-times';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { HOUR, oldShopify, oldWooCommerce } from '../incremental/store-of-old-products';
import { DUE, type DueWorld, dueWorld } from './due-world';

let world: SyncWorld;
let due: DueWorld;

async function begin(options: Parameters<typeof startSyncWorld>[0] = {}): Promise<void> {
  world = await startSyncWorld(options);
  due = dueWorld(world);
}
afterEach(() => world.close());

/** A sweep whose last one that ended well began so long ago: what a schedule hands on from one to the next. */
async function sweepAfter(hours: number): Promise<DueSweep> {
  const last: DueSweep = { began_at: new Date(Date.now() - hours * HOUR * 1_000).toISOString(), platforms: {} };
  const workflowId = `sync-due-stores/${world.taskQueue}/after-${hours}`;
  return world.client(async (client) => {
    await client.workflowService.startWorkflowExecution({
      namespace: client.options.namespace,
      workflowId,
      workflowType: { name: 'SyncDueStoresWorkflow' },
      taskQueue: { name: world.taskQueue },
      requestId: workflowId,
      lastCompletionResult: { payloads: [defaultPayloadConverter.toPayload(last)] },
    });
    return client.workflow.getHandle(workflowId).result() as Promise<DueSweep>;
  });
}

it('starts a lean mode by its own cadence, beside news that there is none of, and places the next on the grid', async () => {
  await begin();
  const { shop, store } = await oldWooCommerce(world);
  await world.sync(store);
  await due.fresh(store, { prices: { every: '15m', paused: false } });
  shop.patch('3', { regular_price: '6.50' });
  await due.makeDue(store, { next_prices_at: DUE });

  expect((await due.sweep()).woocommerce).toMatchObject({ due: 1, looked: 0, started: { prices: 1 } });

  expect(await due.lastRun(store)).toMatchObject({
    ...{ mode: 'prices', trigger: 'schedule', status: 'completed' },
    products: { updated: 1, unchanged: 11 },
  });
  const next = Number((await due.row(store)).next_prices_at) - Date.now();
  expect(next).toBeGreaterThan(0);
  expect(next).toBeLessThanOrEqual(15 * 60_000);
});

it('looks for news first after a time down, and spreads the full runs that were missed', async () => {
  await begin();
  const stores = [await oldWooCommerce(world), await oldWooCommerce(world), await oldWooCommerce(world)];
  for (const { store, reprice } of stores) {
    await world.sync(store);
    await due.forgetRuns(store);
    await due.fresh(store, { full: DAILY });
    reprice('2', '7.00');
    await due.makeDue(store, { next_full_at: missedFull(store), next_incremental_at: DUE });
  }

  const { platforms } = await sweepAfter(10);

  expect(platforms.woocommerce).toMatchObject({ due: 3, news: 3, started: { incremental: 3 } });
  const places = [];
  for (const { store } of stores) {
    expect(await due.lastRun(store)).toMatchObject({ mode: 'incremental', status: 'completed' });
    const { next_full_at: next } = await due.row(store);
    expect(Number(next)).toBeGreaterThan(Date.now());
    expect(Number(next)).toBeLessThan(Date.now() + 25 * HOUR * 1_000);
    places.push(Number(next));
  }
  expect(new Set(places).size).toBe(3);
});

it('starts what was missed at once where no time down lies before it', async () => {
  await begin();
  const { store } = await oldWooCommerce(world);
  await world.sync(store);
  await due.forgetRuns(store);
  await due.fresh(store, { full: DAILY });
  await due.makeDue(store, { next_full_at: missedFull(store) });

  expect((await sweepAfter(0)).platforms.woocommerce).toMatchObject({ due: 1, started: { full: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ mode: 'full', status: 'completed' });
});

const DAILY = { cron: '0 3 * * *', paused: false };

/** Its last time within a day. */
function missedFull({ id: storeId }: Store): string {
  const after = new Date(Date.now() - 24 * HOUR * 1_000);
  const at = nextTime({ cadence: DAILY, mode: 'full', storeId, timeZone: 'UTC', quietHours: null, after });
  return (at ?? after).toISOString();
}

it('has no more runs under way than there are places, and starts the others as those end', async () => {
  await begin({ due: { runsUnderWay: 1, startsAMinute: 6_000 } });
  const stores = [await oldWooCommerce(world), await oldWooCommerce(world), await oldWooCommerce(world)];
  for (const { shop, store, reprice } of stores) {
    await world.sync(store);
    reprice('1', '8.00');
    await due.makeDue(store, { next_incremental_at: DUE });
    shop.faults.add({ path: 'include=', answer: { delayMs: 500 } });
  }

  expect((await due.sweep()).woocommerce).toMatchObject({ news: 3, started: { incremental: 3 }, left: 0 });

  const runs = [];
  for (const { store } of stores) runs.push(await due.lastRun(store));
  runs.sort((a, b) => Number(a.queued_at) - Number(b.queued_at));
  for (const [at, run] of runs.slice(1).entries()) {
    expect(Number(run.queued_at)).toBeGreaterThanOrEqual(Number(runs[at]?.finished_at));
  }
});

it('tells of each store of a hoster that is down once, beside the news of the others', async () => {
  await begin({ due: { startsAMinute: 6_000 } });
  const down = [await oldWooCommerce(world), await oldWooCommerce(world), await oldWooCommerce(world)];
  const [woo, shopify] = [await oldWooCommerce(world), await oldShopify(world)];
  for (const { store } of [...down, woo, shopify]) {
    await world.sync(store);
    await due.makeDue(store, { next_incremental_at: DUE });
  }
  for (const { shop } of down) shop.faults.add({ answer: { status: 503, body: '<html>Bad gateway</html>' } });
  for (const one of [woo, shopify]) one.reprice(one.ids[0] ?? '', '9.00');

  const totals = await due.sweep();

  expect(totals.woocommerce).toMatchObject({ due: 4, failed: 3, news: 1, started: { incremental: 4 }, left: 0 });
  expect(totals.shopify).toMatchObject({ due: 1, failed: 0, news: 1, started: { incremental: 1 }, left: 0 });
  for (const { store } of [woo, shopify]) {
    expect(await due.lastRun(store)).toMatchObject({ status: 'completed', products: { updated: 1 } });
  }
  for (const { store } of down) {
    expect(await due.lastRun(store)).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' } });
    expect(Number((await due.row(store)).look_after)).toBeGreaterThan(Date.now());
    await due.makeDue(store, { next_incremental_at: DUE });
  }

  expect((await due.sweep()).woocommerce).toMatchObject({ due: 3, failed: 3, started: {} });
});
