import { Client } from 'pg';
import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { asOwner } from '../../support/test-database';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** Runs the statement once the run has staged its first pages and waits for the store's lock to merge them. */
async function beforeTheFirstMerge(shop: WooShop, store: Store, statement: string): Promise<void> {
  const client = new Client({ connectionString: asOwner(world.databaseUrl) });
  await client.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      shop.faults.add({
        path: 'offset=0&',
        times: 1,
        answer: { delayMs: 150 },
        change: () => {
          const lock = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';
          client.query('begin').then(() => client.query(lock, [store.id]).then(() => resolve(), reject));
        },
      });
    });
    await until('the merge to wait', async () => {
      const waiting = await client.query(`select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`);
      return waiting.rowCount === 1;
    });
    await client.query(statement);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const timesAsked = (shop: WooShop, offset: number) =>
  shop.requestLog.filter(({ path }) => path.includes(`offset=${offset}&`)).length;

it('I4 reads a batch again that a database crash emptied, and counts no product twice', async () => {
  const { shop, store } = await world.wooCommerce({ products: 500, variableShare: 0 });
  // After a crash PostgreSQL empties unlogged tables.
  const emptied = beforeTheFirstMerge(shop, store, 'truncate staged_pages');

  const run = await world.sync(store);
  await emptied;

  expect(run).toMatchObject({
    status: 'completed',
    attempt: 1,
    products: { seen: 500, created: 500, unchanged: 0, missing: 0 },
  });
  expect(timesAsked(shop, 0)).toBe(2);
  expect((await world.catalogue(store).products()).size).toBe(500);
});

it('reads a batch again, whole, when a product changed after it was staged as unchanged', async () => {
  const { shop, store } = await world.wooCommerce({ products: 300, variableShare: 0 });
  await world.sync(store);
  const active = await world.catalogue(store).active();
  const [id] = active;
  const switchedOff = beforeTheFirstMerge(
    shop,
    store,
    `select set_config('app.tenant_id', '${store.tenantId}', true);
     update products set is_active = false where store_id = '${store.id}' and external_id = '${id}'`,
  );

  const run = await world.sync(store);
  await switchedOff;

  expect(run).toMatchObject({ status: 'completed', products: { seen: 300, reactivated: 1, unchanged: 299 } });
  expect(await world.catalogue(store).active()).toEqual(active);
});
