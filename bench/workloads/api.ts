import { request } from 'undici';
import { startSync } from '../../src/temporal/start-sync';
import { percentile } from '../compare/summary';
import { constantRate, type LoadKind, type LoadResult } from '../load/constant-rate';
import { goal, milliseconds } from '../report/goals';
import { emptyCatalogue } from '../service/catalogue';
import { type FilledTenant, fillCatalogue } from '../service/fill-catalogue';
import { type Api, startApi } from '../service/start-api';
import { type BenchStore, newShopify, newWooCommerce } from './new-store';
import type { Bench, Workload } from './workload';

/** A real WooCommerce took 0.35–0.57 s for a page of 100: it is read no faster than 250 products a second. */
const MEASURED_MS = 400;
const MEASURED_A_SECOND = 500;
/** Larger than what the load lasts for. */
const ENDLESS_PRODUCTS = 1_000_000;
const GRACE_MS = 15_000;

/** Reads at a constant rate, in the quiet and while a sync writes. */
export const api: Workload = {
  name: 'api',
  title: 'Reads while a sync runs',
  async run(bench) {
    const { servers, service, sizes, say } = bench;
    const { products, ofOneTenant, seconds, requestsASecond } = sizes.api;
    await emptyCatalogue(servers);
    const tenant = await fillCatalogue(servers, service, { products, ofOneTenant });
    say(`${products} products of many tenants are stored`);
    const served = await startApi(servers, service);
    const headers = { 'x-tenant-id': tenant.id, 'x-tenant-api-key': tenant.key };
    const kinds = kindsOf(await cursorsOf(served, tenant, ofOneTenant));
    const load = (duration: number) =>
      constantRate({ origin: served.origin, headers, kinds, requestsASecond, seconds: duration });

    await load(Math.min(5, seconds)); // warm-up
    const quiet = await load(seconds / 2);
    const beside = async (store: BenchStore) => {
      const stop = await startSyncOf(bench, store);
      const results = await load(seconds);
      await stop();
      return results;
    };
    const measured = await beside(
      await newWooCommerce(bench, 'api-measured', { products: MEASURED_A_SECOND * seconds, answerMs: MEASURED_MS }),
    );
    const atOnce = await beside(await newShopify(bench, 'api-at-once', { products: ENDLESS_PRODUCTS, onDemand: true }));
    await served.program.stop(GRACE_MS);
    await emptyCatalogue(servers);

    return {
      name: this.name,
      title: this.title,
      tables: [
        table(`In the quiet, ${requestsASecond} requests/s`, quiet),
        table(`While a sync reads WooCommerce at ${MEASURED_MS} ms an answer, ${requestsASecond} requests/s`, measured),
        table(`While a sync reads a Shopify shop that answers at once, ${requestsASecond} requests/s`, atOnce),
      ],
      goals: [
        ...goalsOf('beside a store as measured', measured),
        ...goalsOf('beside a store that answers at once', atOnce),
      ],
      notes: [
        `${products} products of many tenants, ${ofOneTenant} of them the reader’s; latency counts from when a request was due.`,
        'Loader, API, worker, Temporal, PostgreSQL and the store share the machine.',
      ],
      data: { quiet: quiet.map(shortened), measured: measured.map(shortened), atOnce: atOnce.map(shortened) },
    };
  },
};

const goalsOf = (beside: string, results: readonly LoadResult[]) =>
  results.map(({ name, milliseconds: times, failed }) =>
    goal(`api ${beside}: p99 of ${name}`, failed > 0 ? null : percentile(times, 0.99), { atLeast: 50 }, milliseconds),
  );

function kindsOf(cursors: readonly string[]): LoadKind[] {
  const cursor = (number: number) => encodeURIComponent(cursors[(number * 7) % cursors.length] ?? '');
  return [
    { name: 'list, filtered', path: () => '/v1/catalog/products?is_active=true&platform=shopify' },
    { name: 'list, paged deep', path: (number) => `/v1/catalog/products?cursor=${cursor(number)}` },
    { name: 'search, frequent', path: () => '/v1/catalog/products?search=cardigan' },
    { name: 'search, rare', path: () => '/v1/catalog/products?search=zeppelin' },
    { name: 'sync runs', path: () => '/v1/sync-runs' },
  ];
}

/** Cursors all through the tenant's list, as a client meets them that pages to its end. */
async function cursorsOf({ origin }: Api, { id, key }: FilledTenant, products: number): Promise<string[]> {
  const cursors: string[] = [];
  let cursor: string | null = null;
  for (let seen = 0; seen < products; seen += 200) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await request(`${origin}/v1/catalog/products?limit=200${after}`, {
      headers: { 'x-tenant-id': id, 'x-tenant-api-key': key },
    });
    ({ next_cursor: cursor } = (await body.json()) as { next_cursor: string | null });
    if (cursor === null) break;
    cursors.push(cursor);
  }
  return cursors.slice(Math.floor(cursors.length / 2));
}

/** A first sync that outlasts the load; answers what ends it. */
export async function startSyncOf({ service }: Bench, { store }: BenchStore): Promise<() => Promise<void>> {
  const { tenantId, id: storeId, platform, name: storeName } = store;
  const input = { tenantId, storeId, platform, storeName, mode: 'full', trigger: 'api' } as const;
  const { workflowId, runId } = await startSync(service.temporal, input);
  return async () => {
    const handle = service.patient.workflow.getHandle(workflowId, undefined, { firstExecutionRunId: runId });
    await handle.cancel();
    await handle.result().catch(() => undefined);
  };
}

function table(title: string, results: readonly LoadResult[]) {
  return {
    title,
    columns: ['request', 'p50', 'p95', 'p99', 'most', 'requests', 'failed'],
    rows: results.map(({ name, milliseconds: times, failed }) => [
      name,
      ...[0.5, 0.95, 0.99, 1].map((share) => milliseconds(percentile(times, share))),
      String(times.length),
      String(failed),
    ]),
  };
}

const shortened = ({ name, milliseconds: times, failed }: LoadResult) => ({
  name,
  failed,
  percentiles: Object.fromEntries([50, 90, 95, 99, 99.9, 100].map((share) => [share, percentile(times, share / 100)])),
});
