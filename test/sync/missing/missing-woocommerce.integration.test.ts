import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** Pages begin two rows before the end of the last one: with 230 products the last page is the third. */
/** Also where the walk looks for it after a step back. */
const PAGES_FROM_100 = 'offset=1';
/** All lists of products, the total among them. */
const LISTINGS = 'status=any';
/** The question for the total. */
const TOTAL = 'wc/v3/products?_fields=id&';

async function synced(products: number): Promise<{ shop: WooShop; store: Store; ids: string[] }> {
  const { shop, store } = await world.wooCommerce({ products });
  await world.sync(store);
  const ids = await world.catalogue(store).active();
  // The generator makes a few drafts.
  expect(ids.length).toBeGreaterThan(products / 2);
  return { shop, store, ids };
}

it('I1 I2 fails and keeps every product when the last page answers errors', async () => {
  const { shop, store, ids } = await synced(230);
  // The total and two pages come; from then on no list does, in whatever pieces it is asked for.
  shop.faults.add({ path: 'wc/v3/products?', afterRequests: 3, answer: { status: 500 } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' }, products: { missing: 0 } });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it.each([1, 4])('I1 reads on when the last page is 200 [], %i times, and keeps every product', async (times) => {
  const { shop, store, ids } = await synced(230);
  shop.faults.add({ path: PAGES_FROM_100, times, answer: { emptyArray: true } });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 230, missing: 0 } });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 I2 gives up a last page that is always 200 [], and keeps every product', async () => {
  const { shop, store, ids } = await synced(230);
  shop.faults.add({ path: PAGES_FROM_100, answer: { emptyArray: true } });
  const asked = shop.requestLog.length;

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen: 198, missing: 0, deactivated: 0 } });
  expect(shop.requestLog.length - asked).toBeLessThan(50);
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 asks for every product after an empty listing and finds them all alive: completed_with_errors', async () => {
  const { shop, store, ids } = await synced(30);
  shop.faults.add({ path: LISTINGS, answer: { emptyArray: true } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { missing: ids.length, deactivated: 0 } });
  expect([...(await world.catalogue(store).missing(run.id)).values()].map(({ state }) => state)).toEqual(
    ids.map(() => 'alive'),
  );
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 waits for approval when the listing is empty and any product is gone, whatever their number', async () => {
  const { shop, store, ids } = await synced(3);
  for (const id of [...shop.products.keys()]) shop.remove(id);

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'awaiting_approval', products: { missing: ids.length, deactivated: 0 } });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 deactivates what the store says is gone: deleted, trashed, or shown unpublished by the listing', async () => {
  const { shop, store, ids } = await synced(40);
  const [deleted = '', trashed = '', unpublished = ''] = ids;
  shop.remove(deleted);
  shop.trash(trashed);
  shop.unpublish(unpublished);

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', products: { missing: 2, deactivated: 3, updated: 0 } });
  const catalogue = world.catalogue(store);
  const evidence = async (id: string) => (await catalogue.product(id)).deactivation;
  const checked_at = expect.stringMatching(/Z$/);
  expect(await evidence(deleted)).toEqual({
    run_id: run.id,
    evidence: { kind: 'not_found', source: 'confirmation', checked_at },
  });
  expect(await evidence(trashed)).toEqual({
    run_id: run.id,
    evidence: { kind: 'trashed', source: 'confirmation', checked_at },
  });
  expect(await evidence(unpublished)).toEqual({
    run_id: run.id,
    evidence: { kind: 'unpublished', source: 'listing', checked_at, status: 'draft' },
  });
  const status = async (id: string) => (await catalogue.product(id)).status;
  expect([await status(deleted), await status(trashed), await status(unpublished)]).toEqual([
    'not_found',
    'trash',
    'draft',
  ]);
  expect(await catalogue.active()).toEqual(ids.slice(3));
});

it('I1 leaves a product alone while the store gives no clear answer, and settles it in the next run', async () => {
  const { shop, store, ids } = await synced(20);
  const [gone = ''] = ids;
  shop.remove(gone);
  shop.faults.add({ path: `/wc/v3/products/${gone}?`, answer: { status: 500 } });

  const unclear = await world.sync(store);
  expect(unclear).toMatchObject({ status: 'completed_with_errors', products: { missing: 1, deactivated: 0 } });
  expect((await world.catalogue(store).missing(unclear.id)).get(gone)).toMatchObject({ state: 'unclear' });
  expect(await world.catalogue(store).active()).toEqual(ids);

  shop.faults.clear();
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { deactivated: 1 } });
  expect(await world.catalogue(store).active()).toEqual(ids.slice(1));
});

it('I1 I5 keeps drafts inactive and unwritten over three runs', async () => {
  const drafts = [1, 2, 3].map((id) => ({ id, name: `Draft ${id}`, status: 'draft', regular_price: '5' }));
  const { shop, store } = await world.wooCommerce({ products: [...drafts, { id: 10, name: 'Shown' }] });
  await world.sync(store);
  const before = await world.catalogue(store).products();

  for (const _ of [2, 3]) {
    expect(await world.sync(store)).toMatchObject({
      status: 'completed',
      products: { unchanged: shop.products.size, created: 0, updated: 0, deactivated: 0, missing: 0 },
    });
  }

  const after = await world.catalogue(store).products();
  expect(after).toEqual(before);
  expect(after.get('1')).toMatchObject({ is_active: false, status: 'draft', deactivation: null });
  expect(await world.catalogue(store).active()).toEqual(['10']);
});

it('reactivates a deactivated product that comes back, with its status', async () => {
  const { shop, store, ids } = await synced(20);
  const [id = ''] = ids;
  shop.trash(id);
  await world.sync(store);
  expect(await world.catalogue(store).product(id)).toMatchObject({ is_active: false, status: 'trash' });

  shop.restore(id);

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { reactivated: 1, unchanged: 19 } });
  expect(await world.catalogue(store).product(id)).toMatchObject({
    is_active: true,
    status: 'publish',
    deactivation: null,
  });
});

it('I1 I2 looks for nothing missing when the listing was 10 short of the total', async () => {
  const { shop, store, ids } = await synced(20);
  const [gone = ''] = ids;
  shop.remove(gone);
  shop.faults.add({ path: TOTAL, answer: { status: 200, headers: { 'X-WP-Total': '29' }, body: '[{"id":100}]' } });
  shop.resetCounters();

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen: 19, announced: 29, missing: 0 } });
  expect(Object.keys(shop.counters.byPath)).not.toContain(`/wp-json/wc/v3/products/${gone}`);
  expect(await world.catalogue(store).active()).toEqual(ids);
});
