import { randomUUID } from 'node:crypto';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** The variations of a page are asked for when its products were read. */
const VARIATIONS = 'wc/v3/variations?_fields=id%2Csku';

it('I12 a refresh that overtakes a slow page keeps the newer state', async () => {
  const { shop, store } = await world.wooCommerce({ products: 30, variableShare: 0.5 });
  await world.sync(store);
  const simple = [...shop.products.values()].find(({ type, status }) => type === 'simple' && status === 'publish');
  const id = String(simple?.id);
  shop.put({ id, name: 'Title of the page' });
  shop.faults.add({ path: VARIATIONS, times: 1, answer: { delayMs: 1_500 } });

  const slow = await world.start(store);
  const isAsked = () => shop.requestLog.some(({ path, status }) => path.includes(VARIATIONS) && status === 0);
  await until('the page to be read', isAsked);
  shop.put({ id, name: 'Title of the refresh' });
  const refreshed = await world.sync(store, { mode: 'refresh', externalIds: [id] });
  expect(refreshed).toMatchObject({ status: 'completed', products: { updated: 1 } });
  expect(isAsked()).toBe(true);

  expect(await world.ended(store, slow)).toMatchObject({ status: 'completed', products: { seen: 30, updated: 0 } });
  expect((await world.catalogue(store).product(id)).title).toBe('Title of the refresh');
  expect(await world.sync(store)).toMatchObject({ products: { unchanged: 30 } });
});

it('a run that another one replaced stops, and writes nothing more', async () => {
  const { shop, store } = await world.wooCommerce({ products: 400, variableShare: 0 });
  shop.faults.add({ path: 'offset=', answer: { delayMs: 450 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'merged a page', ({ pages }) => pages.merged > 0);

  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update stores set current_run = ${randomUUID()}::uuid
       where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`,
  );
  const { size } = await world.catalogue(store).products();
  const run = await world.ended(store, started);

  expect(run).toMatchObject({ status: 'failed', error: { type: 'superseded' } });
  expect((await world.catalogue(store).products()).size).toBe(size);
  expect(size).toBeLessThan(400);
});
