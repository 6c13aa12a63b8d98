import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('brings exactly what changed, and what was destroyed, by the shop’s own events', async () => {
  const { shop, store } = await world.shopify({ products: 40 });
  await world.sync(store);
  const shown = [...shop.products.values()].filter(({ status }) => status === 'ACTIVE');
  const [changed = '', destroyed = '', archived = ''] = shown.map(({ id }) => id);
  shop.patch(changed, { title: 'Renamed' });
  shop.remove(destroyed);
  shop.setStatus(archived, 'ARCHIVED');

  const run = await world.sync(store, { mode: 'incremental' });

  expect(run).toMatchObject({
    mode: 'incremental',
    status: 'completed',
    products: { seen: 2, deactivated: 2, missing: 1 },
  });
  const products = await world.catalogue(store).products();
  expect(products.get(changed)).toMatchObject({ title: 'Renamed', is_active: true });
  expect(products.get(destroyed)).toMatchObject({
    is_active: false,
    deactivation: { evidence: { kind: 'not_found' } },
  });
  expect(products.get(archived)).toMatchObject({ is_active: false });
  expect(await world.catalogue(store).active()).toHaveLength(shown.length - 2);
});

it('fails when the shop leaves a part of the search out, which would list everything', async () => {
  const { shop, store } = await world.shopify({ products: 3 });
  await world.sync(store);
  shop.faults.add({
    match: 'query News',
    answer: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: {
        data: { productsCount: { count: 3 }, events: { nodes: [] } },
        extensions: {
          search: [
            {
              path: ['productsCount'],
              query: 'x',
              warnings: [{ field: 'updated_at', message: 'Invalid search field for this query.' }],
            },
          ],
        },
      },
    },
  });

  expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({
    status: 'failed',
    error: { type: 'store_answer_unreadable', message: expect.stringContaining('Invalid search field') },
  });
});

it('leaves the watermark where the list of destroyed products does not say where it goes on', async () => {
  const { shop, store } = await world.shopify({ products: 3 });
  await world.sync(store);
  shop.faults.add({
    match: 'query DestroyedProducts',
    answer: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { data: { events: { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } } } },
    },
  });

  expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({
    status: 'failed',
    error: { type: 'store_answer_unreadable', message: expect.stringContaining('but not where') },
  });
});

it('ends a list of destroyed products that goes on for ever', async () => {
  const { shop, store } = await world.shopify({ products: 3 });
  await world.sync(store);
  shop.faults.add({ match: 'query DestroyedProducts', answer: { circles: true } });

  expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({
    status: 'failed',
    problems: [{ type: 'limit_met' }],
  });
});
