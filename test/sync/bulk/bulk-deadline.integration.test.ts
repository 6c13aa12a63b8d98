import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { bulkWaitMs: 1_000 } });
});
afterAll(() => world.close());

it('gives an operation back that takes too long, and reads pages', async () => {
  const { shop, store } = await world.shopify({ products: 20 });
  await world.configure(store, { bulk_above: { products: 10 } });
  shop.bulk.durationMs = 3_600_000;

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'pages', products: { created: 20 } });
  expect(run.reader_note).toMatch(/^it was not finished after/);
  shop.bulk.all(); // who cancels sees CANCELING once
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(['CANCELED']);
});

it('reads pages when others leave no place for it', async () => {
  const { shop, store } = await world.shopify({ products: 20 });
  await world.configure(store, { bulk_above: { products: 10 } });
  shop.bulk.durationMs = 3_600_000;
  for (let each = 0; each < 5; each++) shop.bulk.start('{ products { edges { node { id } } } }', false);

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'pages', products: { created: 20 } });
  expect(run.reader_note).toMatch(/^the shop had no place for it within/);
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(Array(5).fill('CREATED'));
});
