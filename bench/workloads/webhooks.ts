import { setTimeout as sleep } from 'node:timers/promises';
import { startSync } from '../../src/temporal/start-sync';
import { percentile } from '../compare/summary';
import { constantRate, type LoadKind } from '../load/constant-rate';
import { goal, milliseconds, ratio, seconds, whole } from '../report/goals';
import { asAdmin } from '../servers/databases';
import { CATALOGUE_DATABASE, emptyCatalogue } from '../service/catalogue';
import { type SignedDeliveries, signedDeliveries } from '../service/signed-deliveries';
import { type Api, startApi } from '../service/start-api';
import { startBareInbox } from '../service/start-bare-inbox';
import { priceOf } from '../stores/make-news';
import { startSyncOf } from './api';
import { type BenchStore, newShopify, newWooCommerce } from './new-store';
import type { Bench, Workload } from './workload';

const GRACE_MS = 15_000;
const ENDLESS_PRODUCTS = 1_000_000;
/** Larger than the storm's products, of which every fifth is variable. */
const PRODUCTS_A_STORM_PRODUCT = 1.5;
const SETTLES_WITHIN_MS = 10 * 60_000;
const LOOK_MS = 250;
const AHEAD_MS = 1_000;

interface Received {
  milliseconds: number[];
  failed: number;
}

/** What receiving costs beside a bare insert, and a storm of news beside a full sync of the same store. */
export const webhooks: Workload = {
  name: 'webhooks',
  title: 'News that stores send',
  async run(bench) {
    const { servers, service, sizes } = bench;
    await emptyCatalogue(servers);
    const served = await startApi(servers, service);
    const bare = await startBareInbox(servers);
    const { products } = sizes.webhooks.storm;
    const size = { products: Math.ceil(products * PRODUCTS_A_STORM_PRODUCT) };
    const woo = await newWooCommerce(bench, 'webhooks', size);
    await service.sync(woo.store);
    const ids = await servers.stores.ask('simpleProducts', { ...woo.name, count: products });
    const deliveries = await signedDeliveries(servers, service, woo.store);

    const received = await receiving(bench, { served, bareOrigin: bare.origin, woo, ids, deliveries });
    await bare.program.stop(GRACE_MS);
    const stormed = await storm(bench, { served, woo, ids, deliveries });
    await served.program.stop(GRACE_MS);
    await emptyCatalogue(servers);

    const names = Object.keys(received) as (keyof typeof received)[];
    const share = (name: keyof typeof received, of: number) =>
      percentile(received[name].milliseconds, of) / percentile(received.bare.milliseconds, of);
    return {
      name: this.name,
      title: this.title,
      tables: [
        {
          title: `${sizes.webhooks.aSecond} deliveries a second of 3 kB, while a sync of another store runs`,
          columns: ['receiver', 'p50', 'p95', 'p99', 'most', 'deliveries', 'failed', 'p50 / bare', 'p99 / bare'],
          rows: names.map((name) => [
            RECEIVERS[name],
            ...[0.5, 0.95, 0.99, 1].map((of) => milliseconds(percentile(received[name].milliseconds, of))),
            whole(received[name].milliseconds.length),
            whole(received[name].failed),
            ratio(share(name, 0.5)),
            ratio(share(name, 0.99)),
          ]),
        },
        {
          title: `A storm: ${whole(ids.length)} products change, ${sizes.webhooks.storm.deliveries} deliveries in ${sizes.webhooks.storm.seconds} s, a full sync of the same store beside`,
          columns: [
            'p50',
            'p99',
            'most',
            'failed',
            'settled after the last',
            'requests to the store',
            'runs',
            'prices that are wrong',
          ],
          rows: [
            [
              ...[0.5, 0.99, 1].map((of) => milliseconds(percentile(stormed.load.milliseconds, of))),
              whole(stormed.load.failed),
              seconds(stormed.settledAfter),
              whole(stormed.requests),
              stormed.runs,
              whole(stormed.wrong),
            ],
          ],
        },
      ],
      goals: [
        goal('webhooks: p50 of receiving / of a bare insert', share('resting', 0.5), { atLeast: 2, aim: 1.5 }),
        goal('webhooks: p99 of receiving / of a bare insert', share('resting', 0.99), { atLeast: 2, aim: 1.5 }),
        goal('webhooks: deliveries that were not taken', stormed.load.failed, { atLeast: 0 }, whole),
        goal('webhooks: products that a storm left wrong', stormed.wrong, { atLeast: 0 }, whole),
      ],
      notes: [
        'Each round has all receivers in turn. The bare insert looks at nothing, and is no transaction of a tenant.',
        'While the store is paused its news is kept and read later: that row is what receiving itself costs. Else the products are read again meanwhile, by the worker on the same two cores.',
        'In the storm each product gets a new price about a second before each of its deliveries.',
      ],
      data: { received, stormed },
    };
  },
};

const RECEIVERS = {
  bare: 'a bare insert',
  resting: 'ours, the store paused',
  reading: 'ours, products read again',
} as const;

interface Scene {
  served: Api;
  woo: BenchStore;
  ids: readonly string[];
  deliveries: SignedDeliveries;
}

async function receiving(
  bench: Bench,
  { served, bareOrigin, woo, ids, deliveries }: Scene & { bareOrigin: string },
): Promise<Record<keyof typeof RECEIVERS, Received>> {
  const { aSecond, seconds: long, rounds } = bench.sizes.webhooks;
  const other = await newShopify(bench, 'webhooks-beside', { products: ENDLESS_PRODUCTS, onDemand: true });
  const load = (origin: string, path: string) => deliver({ origin, path, ids, deliveries, aSecond, seconds: long });
  const pause = (isPaused: boolean) =>
    asAdmin(
      bench.servers,
      CATALOGUE_DATABASE,
      'update stores set paused_at = case when $2::boolean then now() end where id = $1::uuid',
      [woo.store.id, isPaused],
    );

  const received = { bare: none(), resting: none(), reading: none() };
  const stop = await startSyncOf(bench, other);
  await load(bareOrigin, '/'); // warm-up
  for (let round = 1; round <= rounds; round++) {
    add(received.bare, await load(bareOrigin, '/'));
    await pause(true);
    add(received.resting, await load(served.origin, deliveries.path));
    await pause(false);
    add(received.reading, await load(served.origin, deliveries.path));
    await untilSettled(bench, woo);
    bench.say(`round ${round} of receiving is over`);
  }
  await stop();
  return received;
}

const none = (): Received => ({ milliseconds: [], failed: 0 });

function add(to: Received, { milliseconds: times, failed }: Received): void {
  to.milliseconds.push(...times);
  to.failed += failed;
}

async function deliver(load: {
  origin: string;
  path: string;
  ids: readonly string[];
  deliveries: SignedDeliveries;
  aSecond: number;
  seconds: number;
}): Promise<Received> {
  const { origin, path, ids, deliveries, aSecond, seconds: long } = load;
  const kind: LoadKind = {
    name: 'delivery',
    path: () => path,
    post: (number) => deliveries.saved(ids[number % ids.length] ?? ''),
  };
  const [result] = await constantRate({ origin, headers: {}, kinds: [kind], requestsASecond: aSecond, seconds: long });
  return result ?? none();
}

async function storm(bench: Bench, { served, woo, ids, deliveries }: Scene) {
  const { deliveries: count, seconds: long } = bench.sizes.webhooks.storm;
  const before = await bench.servers.stores.ask('counters', woo.name);
  const { tenantId, id: storeId, platform, name: storeName } = woo.store;
  const input = { tenantId, storeId, platform, storeName, mode: 'full', trigger: 'api' } as const;
  const { workflowId, runId } = await startSync(bench.service.temporal, input);
  const aSecond = Math.ceil(count / long);
  const prices = new Map<string, string>();
  const repricing = repriceAhead(bench, { woo, ids, aSecond, count: aSecond * long, prices });
  await sleep(AHEAD_MS);
  const load = await deliver({ origin: served.origin, path: deliveries.path, ids, deliveries, aSecond, seconds: long });
  await repricing;
  const over = performance.now();
  await untilSettled(bench, woo);
  const settledAfter = (performance.now() - over) / 1_000;
  await bench.service.patient.workflow.getHandle(workflowId, undefined, { firstExecutionRunId: runId }).result();
  const after = await bench.servers.stores.ask('counters', woo.name);
  const [right] = await asAdmin<{ right: number }>(
    bench.servers,
    CATALOGUE_DATABASE,
    `select count(*)::int as right from products
       join unnest($2::text[], $3::text[]) sold(id, price) on sold.id = products.external_id
      where store_id = $1::uuid and products.price = sold.price::numeric`,
    [storeId, [...prices.keys()], [...prices.values()]],
  );
  const runs = await asAdmin<{ mode: string; runs: number }>(
    bench.servers,
    CATALOGUE_DATABASE,
    `select mode, count(*)::int as runs from sync_runs where store_id = $1::uuid and queued_at >= (
            select queued_at from sync_runs where id = $2::uuid) group by mode order by mode`,
    [storeId, runId],
  );
  return {
    load,
    settledAfter,
    requests: after.requests - before.requests,
    runs: runs.map(({ mode, runs: number }) => `${number} ${mode}`).join(', '),
    wrong: ids.length - (right?.right ?? 0),
  };
}

/** A product has its price so long before the delivery that tells of it; a different one each time. */
async function repriceAhead(
  { servers }: Bench,
  storm: { woo: BenchStore; ids: readonly string[]; aSecond: number; count: number; prices: Map<string, string> },
): Promise<void> {
  const { woo, ids, aSecond, count, prices } = storm;
  const startedAt = performance.now();
  for (let from = 0; from < count; ) {
    const turn = Math.floor(from / ids.length) + 1;
    const to = Math.min(from + aSecond / 2, turn * ids.length, count);
    const some = ids.slice(from % ids.length, (from % ids.length) + Math.ceil(to) - from);
    await servers.stores.ask('reprice', { ...woo.name, ids: some, turn });
    for (const id of some) prices.set(id, priceOf(turn));
    from = Math.ceil(to);
    await sleep(Math.max(0, startedAt + (from * 1_000) / aSecond - performance.now()));
  }
}

/** Nothing that the store told waits any more. */
async function untilSettled({ servers }: Bench, { store }: BenchStore): Promise<void> {
  const givenUpAt = performance.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const [pending] = await asAdmin<{ hints: number }>(
      servers,
      CATALOGUE_DATABASE,
      `select count(*)::int as hints from webhook_events where store_id = $1::uuid and state = 'pending'`,
      [store.id],
    );
    if (pending?.hints === 0) return;
    if (performance.now() > givenUpAt) throw new Error(`${pending?.hints} hints are pending still`);
    await sleep(LOOK_MS);
  }
}
