import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { approvalMs: 300 } });
});
afterAll(() => world.close());

it('leaves everything as it is when nobody decides in time, and asks again in the next run', async () => {
  const products = ['1', '2', '3'].map((id) => ({ id, name: `Product ${id}`, regular_price: '5.00' }));
  const { shop, store } = await world.wooCommerce({ products });
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  await world.sync(store);
  shop.remove('1');

  const { runId } = await world.start(store);
  const run = await world.whenRun(store, runId, 'is over', ({ finished_at }) => finished_at !== null);
  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { missing: 1, deactivated: 0 },
    error: { type: 'approval_expired', message: expect.stringContaining('the next full sync looks again') },
  });
  expect(await world.catalogue(store).active()).toEqual(['1', '2', '3']);

  const next = await world.start(store);
  expect(next.alreadyRunning).toBe(false);
  expect(
    await world.whenRun(store, next.runId, 'found it again', ({ finished_at }) => finished_at !== null),
  ).toMatchObject({
    products: { missing: 1, deactivated: 0 },
  });
});
