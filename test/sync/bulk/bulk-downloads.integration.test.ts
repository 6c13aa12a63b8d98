import type { ShopifyShop } from '../../../simulators/shopify/shop';
import type { ShopOptions } from '../../../simulators/shopify/shop-options';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

async function large(options: Omit<ShopOptions, 'domain'>) {
  const { shop, store } = await world.shopify(options);
  await world.configure(store, { bulk_above: { products: 10 } });
  return { shop, store };
}

const downloads = (shop: ShopifyShop) => shop.requestLog.filter(({ path }) => path.startsWith('/bulk-files'));

/** What the database crashes away: unlogged tables. */
const loseLines = (tenantId: string) => world.database.withTenant(tenantId, (sql) => sql`delete from bulk_lines`);

it('I4 goes on from the byte that was reached when the file comes cut short', async () => {
  const { shop, store } = await large({ products: 100 });
  shop.faults.add({ match: 'bulk-files', times: 1, answer: { truncate: true } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'bulk', products: { created: 100 } });
  expect(downloads(shop).map(({ status }) => status)).toEqual([200, 206]);
  expect(shop.bulk.all()).toHaveLength(1);
});

it('reads pages instead of a file that never gets longer', async () => {
  const { shop, store } = await large({ products: 100 });
  shop.faults.add({ match: 'bulk-files', times: 1, answer: { truncate: true } });
  shop.faults.add({ match: 'bulk-files', answer: { status: 200, body: '' } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'pages', products: { created: 100 } });
  expect(run.reader_note).toMatch(/^its file ends at byte \d+ of \d+$/);
});

it.each([
  ['products', { rootObjectCount: '101' }, 'its file has 100 products where 101 were announced'],
  ['lines', { objectCount: '9999' }, /^its file has \d+ lines where 9999 were announced$/],
  ['bytes', { fileSize: '10' }, /^its file has \d+ bytes where 10 were announced$/],
])('I2 reads pages instead of a file of other %s than announced', async (_, claim, note) => {
  const { shop, store } = await large({ products: 100 });
  const find = shop.bulk.find;
  shop.bulk.find = (id) => {
    const operation = find(id);
    return operation?.status === 'COMPLETED' ? { ...operation, ...claim } : operation;
  };
  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'pages', products: { created: 100 } });
  expect(run.reader_note).toEqual(typeof note === 'string' ? note : expect.stringMatching(note));
});

it('reads pages instead of a file whose link has run out, and the store needs no attention', async () => {
  const { shop, store } = await large({ products: 20 });
  shop.faults.add({ match: 'bulk-files', answer: { status: 403 } });

  expect(await world.sync(store)).toMatchObject({
    status: 'completed',
    reader: 'pages',
    reader_note: expect.stringMatching(/answered 403$/),
  });
});

it('I4 downloads again, without a second operation, when the database lost the lines before they were merged', async () => {
  const { shop, store } = await large({ products: 400, variantsEach: 2 });
  let lost = false;
  // Products that the file cut are read by id in the middle of putting it together: there the table is emptied.
  shop.bulk.nextOutcome = { nestedAtMost: 1 };
  shop.faults.add({
    match: 'query ProductsByIds',
    afterRequests: 1,
    times: 1,
    answer: { delayMs: 1_000 },
    change: () => {
      void loseLines(store.tenantId).then(() => {
        lost = true;
      });
    },
  });
  const run = await world.sync(store);

  expect(lost).toBe(true);
  expect(run).toMatchObject({ status: 'completed', reader: 'bulk', variants: { seen: 800, created: 800 } });
  expect(downloads(shop)).toHaveLength(2);
  expect(shop.bulk.all()).toHaveLength(1);
});

it('I4 notices lines that were lost in the middle of the download', async () => {
  const { shop, store } = await large({ products: 300 });
  shop.faults.add({ match: 'bulk-files', times: 1, answer: { truncate: true } });
  shop.faults.add({
    match: 'bulk-files',
    times: 1,
    answer: { delayMs: 1_000 },
    change: () => void loseLines(store.tenantId),
  });
  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'bulk', products: { created: 300, missing: 0 } });
  expect(shop.bulk.all()).toHaveLength(1);
});
