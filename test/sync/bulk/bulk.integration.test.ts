import type { ShopOptions } from '../../../simulators/shopify/shop-options';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const BY_PAGES = { bulk_above: { products: 10_000, variants: 50_000 } };
const FOREIGN = '{ products { edges { node { id } } } }';

/** A shop that is read in bulk from ten products on. */
async function large(options: Omit<ShopOptions, 'domain'>) {
  const { shop, store } = await world.shopify(options);
  await world.configure(store, { bulk_above: { products: 10 } });
  return { shop, store };
}

const linesLeft = (tenantId: string) =>
  world.database.withTenant(tenantId, async (sql) => (await sql`select from bulk_lines`).rowCount);

it('makes the same catalogue as pages do: what one wrote, the other finds unchanged', async () => {
  const { shop, store } = await large({ products: 300, nasty: true });

  const inBulk = await world.sync(store);
  expect(inBulk).toMatchObject({ status: 'completed', reader: 'bulk', reader_note: null, error: null });
  expect(inBulk.products).toMatchObject({ created: shop.products.size, announced: shop.products.size, rejected: 0 });
  expect(inBulk.variants.seen).toBe(shop.index.variants().length);

  await world.configure(store, BY_PAGES);
  const before = await world.catalogue(store).products();
  const paged = await world.sync(store);
  expect(paged).toMatchObject({ status: 'completed', reader: 'pages' });
  expect(paged.products).toMatchObject({ unchanged: shop.products.size, created: 0, updated: 0 });
  expect(paged.variants).toMatchObject({ seen: inBulk.variants.seen, created: 0, updated: 0, removed: 0 });

  await world.configure(store, { bulk_above: { products: 10 } });
  expect((await world.sync(store)).products).toMatchObject({ unchanged: shop.products.size, updated: 0 });
  expect(await world.catalogue(store).products()).toEqual(before);
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
  expect(await linesLeft(store.tenantId)).toBe(0);
});

it('I8 I10 keeps products and the address of the file out of the history', async () => {
  const { shop, store } = await large({ products: 30 });
  const { workflow_id, id } = await world.sync(store);

  const history = await world.history(workflow_id, id);
  expect(history).toContain('BulkOperation');
  expect(history).not.toContain('bulk-files');
  for (const { title } of shop.products.values()) expect(history).not.toContain(title);
});

it('reads small shops, and a shop just as large as the limit, by pages', async () => {
  const { shop, store } = await large({ products: 10 });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', reader: 'pages', reader_note: null });
  expect(shop.bulk.all()).toEqual([]);
});

it('reads a shop of few products with many variants in bulk', async () => {
  const { store } = await world.shopify({ products: 5, variantsEach: 30 });
  await world.configure(store, { bulk_above: { variants: 149 } });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', reader: 'bulk', variants: { created: 150 } });
});

it('reads a product of 2,048 variants whole', async () => {
  const { store } = await large({ products: 12, variantsEach: 2048 });
  const run = await world.sync(store);
  expect(run).toMatchObject({ status: 'completed', reader: 'bulk', variants: { created: 12 * 2048 } });
  expect(run.pages.merged).toBeGreaterThan(1);
});

it('reads products by their ids whose children the file does not hold whole', async () => {
  const { shop, store } = await large({ products: 40, variantsEach: 5 });
  shop.bulk.nextOutcome = { nestedAtMost: 2 };

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'bulk', reader_note: null });
  expect(run.variants).toMatchObject({ seen: 200, created: 200 });
  await world.configure(store, BY_PAGES);
  expect((await world.sync(store)).products).toMatchObject({ unchanged: shop.products.size });
});

it('I2 is not completed when a cut product cannot be read whole by its id either', async () => {
  const { shop, store } = await large({ products: 20, variantsEach: 5 });
  await world.sync(store);
  shop.bulk.nextOutcome = { nestedAtMost: 4 };
  shop.faults.add({ match: 'query ProductsByIds', answer: { dropVariants: 1 } });
  shop.faults.add({ match: 'query ProductVariants', answer: { dropVariants: 1 } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', variants: { removed: 0 } });
  expect(run.products.rejected).toBe(shop.products.size);
  expect((await world.catalogue(store).active()).length).toBeGreaterThan(0);
});

it('I1 reads pages instead when the operation fails, and says why', async () => {
  const { shop, store } = await large({ products: 60 });
  await world.sync(store);
  const active = await world.catalogue(store).active();
  shop.bulk.nextOutcome = { fail: 'TIMEOUT' };

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'pages', reader_note: 'it ended as FAILED (TIMEOUT)' });
  expect(run.products).toMatchObject({ seen: 60, unchanged: 60, missing: 0, deactivated: 0 });
  expect(await world.catalogue(store).active()).toEqual(active);
  expect(await linesLeft(store.tenantId)).toBe(0);
});

it.each([
  ['expired', { expire: true } as const, 'it ended as EXPIRED'],
  ['broke inside', { fail: 'INTERNAL_SERVER_ERROR' } as const, 'it ended as FAILED (INTERNAL_SERVER_ERROR)'],
])('reads pages instead of an operation that %s', async (_, outcome, note) => {
  const { shop, store } = await large({ products: 20 });
  shop.bulk.nextOutcome = outcome;
  expect(await world.sync(store)).toMatchObject({
    status: 'completed',
    reader: 'pages',
    reader_note: note,
    products: { created: 20 },
  });
});

it('reads pages instead of an operation that somebody else cancels', async () => {
  const { shop, store } = await large({ products: 20 });
  shop.bulk.durationMs = 3_600_000;
  const cancelAll = () => {
    for (const { id } of shop.bulk.all()) shop.bulk.cancel(id);
  };
  shop.faults.add({ match: 'query BulkOperation($id', times: 1, change: cancelAll });

  expect(await world.sync(store)).toMatchObject({
    status: 'completed',
    reader: 'pages',
    reader_note: 'it ended as CANCELED',
    products: { created: 20 },
  });
});

it('waits for a place while others of the app take all five, and cancels none of theirs', async () => {
  const { shop, store } = await large({ products: 20 });
  shop.bulk.durationMs = 1_000;
  for (let each = 0; each < 5; each++) shop.bulk.start(FOREIGN, false);

  expect(await world.sync(store)).toMatchObject({ status: 'completed', reader: 'bulk', products: { created: 20 } });
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(Array(6).fill('COMPLETED'));
});

it('starts no second operation when the answer to the start is lost', async () => {
  const { shop, store } = await large({ products: 20 });
  shop.faults.add({ match: 'mutation RunBulkOperation', times: 1, answer: { truncate: true } });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', reader: 'bulk', products: { created: 20 } });
  expect(shop.bulk.all()).toHaveLength(1);
});

it('looks at once when it is told that the operation finished', async () => {
  const { shop, store } = await large({ products: 20 });
  shop.bulk.durationMs = 3_600_000;
  const looks = () => shop.requestLog.filter(({ query }) => query?.includes('query BulkOperation($id'));
  const started = await world.start(store);
  await until('the fourth look, after which it looks again in 5 s at the earliest', () => looks().length >= 4);
  shop.bulk.durationMs = 0;
  await world.client((client) => client.workflow.getHandle(started.workflowId).signal('bulkFinished'));

  expect(await world.ended(store, started)).toMatchObject({ status: 'completed', reader: 'bulk' });
  const history = await world.history(started.workflowId, started.runId);
  const afterTheSignal = history.slice(history.indexOf('EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED'));
  // It may come while the look is still in hand: then none is waited for.
  expect(afterTheSignal).not.toContain('EVENT_TYPE_TIMER_FIRED');
});

it('gives its place back when the run is cancelled while it waits', async () => {
  const { shop, store } = await large({ products: 20 });
  shop.bulk.durationMs = 3_600_000;
  const started = await world.start(store);
  await until('the operation', () => shop.bulk.all().length === 1);
  await world.client((client) =>
    client.workflow.getHandle(started.workflowId, undefined, { firstExecutionRunId: started.runId }).cancel(),
  );

  expect(await world.ended(store, started)).toMatchObject({ status: 'cancelled', products: { seen: 0 } });
  shop.bulk.all(); // who cancels sees CANCELING once
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(['CANCELED']);
});

it('I1 finds what is missing, and asks the shop for it', async () => {
  const { shop, store } = await large({ products: 60 });
  await world.sync(store);
  const [deleted = '', archived = '', ...others] = await world.catalogue(store).active();
  shop.remove(deleted);
  shop.setStatus(archived, 'ARCHIVED');

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', reader: 'bulk', products: { missing: 1, deactivated: 2 } });
  expect((await world.catalogue(store).product(deleted)).deactivation?.evidence).toMatchObject({
    kind: 'not_found',
    source: 'confirmation',
  });
  expect(await world.catalogue(store).active()).toEqual(others);
});

it('I1 holds for approval what the brake is for, also after an empty file', async () => {
  const { shop, store } = await large({ products: 60 });
  await world.sync(store);
  const active = await world.catalogue(store).active();
  const removeAll = () => {
    for (const id of [...shop.products.keys()]) shop.remove(id);
  };
  shop.faults.add({ match: 'mutation RunBulkOperation', times: 1, change: removeAll });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'awaiting_approval', reader: 'bulk' });
  expect(run.products).toMatchObject({ seen: 0, missing: active.length, deactivated: 0 });
  expect(await world.catalogue(store).active()).toEqual(active);
  expect(await linesLeft(store.tenantId)).toBe(0);
});

it('I12 does not overwrite what was read after the operation had been started', async () => {
  const { shop, store } = await large({ products: 20 });
  await world.sync(store);
  const [id = ''] = shop.products.keys();
  // The file is written as the shop is now, and merged after a refresh has seen what came then.
  shop.patch(id, { title: 'Before' });
  shop.faults.add({ match: 'bulk-files', times: 1, answer: { delayMs: 2_500 } });
  const started = await world.start(store);
  await until(
    'the file is written',
    () => shop.bulk.all().length === 2 && shop.bulk.file('5400000000002') !== undefined,
  );
  shop.patch(id, { title: 'After' });
  const refresh = await world.sync(store, { mode: 'refresh', externalIds: [id] });

  expect(refresh.status).toBe('completed');
  expect(await world.ended(store, started)).toMatchObject({ status: 'completed', reader: 'bulk' });
  expect((await world.catalogue(store).product(id)).title).toBe('After');
});
