import type { Store } from '../../../src/stores/store';
import { changedSince } from '../../../src/stores/watermark';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { HOUR, MINUTE, type OldStore, oldShopify, oldWooCommerce, watermarkOf } from './store-of-old-products';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

interface Silent extends OldStore {
  /** Changes a product without the shop's own way of dating that. `dated` null: it keeps the date that it had. */
  change(id: string, dated: Date | null): void;
  /** A new product of a date of its own. */
  make(id: string, dated: Date): void;
  /** For good, without the bin. */
  destroy(id: string): void;
}

const second = (at: Date) => at.toISOString().slice(0, 19);

async function silentWooCommerce(): Promise<Silent> {
  const old = await oldWooCommerce(world, { clockOffsetSeconds: -4 * HOUR });
  const { shop } = old;
  return {
    ...old,
    change: (id, dated) =>
      void shop.writeDirectly(id, {
        name: `Written past the shop ${dated?.toISOString()}`,
        ...(dated && { date_modified_gmt: second(dated) }),
      }),
    make: (id, dated) => void shop.put({ id: Number(id), name: 'Imported', date_modified_gmt: second(dated) }),
    destroy: (id) => shop.remove(id),
  };
}

async function silentShopify(): Promise<Silent> {
  const old = await oldShopify(world, { clockOffsetSeconds: -4 * HOUR });
  const { shop } = old;
  const productOf = (id: string) => {
    const product = shop.products.get(id);
    if (product === undefined) throw new Error(`there is no product ${id}`);
    return product;
  };
  const datedAs = (id: string, dated: Date | null) => (dated === null ? productOf(id).updatedAt : `${second(dated)}Z`);
  return {
    ...old,
    change: (id, dated) =>
      shop.patch(id, { title: `Written past the shop ${dated?.toISOString()}`, updatedAt: datedAs(id, dated) }),
    make(id, dated) {
      const like = productOf(old.ids[0] ?? '');
      const variants = like.variants.map((variant) => ({ ...variant, id: `${id}${variant.id}`, productId: id }));
      shop.put({ ...like, id, handle: `imported-${id}`, variants });
      shop.patch(id, { updatedAt: datedAs(id, dated) });
    },
    destroy: (id) => shop.remove(id),
  };
}

const incremental = (store: Store) => world.sync(store, { mode: 'incremental' });

const learned = ({ tenantId, id }: Store) =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ products: number; at: Date | null; widened: number }>`
      select found_only_by_full as products, found_only_by_full_at as at, widened_overlap as widened
        from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    return rows[0];
  });

const NOTHING = { products: 0, at: null, widened: 0 };
const counted = (products: number) => ({ products, at: expect.any(Date), widened: 0 });

/** The watermark after a full run, three hours by the store's clock and an incremental run that found nothing. */
async function readTwice(old: OldStore): Promise<Date> {
  await world.sync(old.store);
  old.clock.offsetSeconds += 3 * HOUR;
  expect(await incremental(old.store)).toMatchObject({ status: 'completed', products: { seen: 0 } });
  const watermark = await watermarkOf(world, old.store);
  if (watermark === null) throw new Error('the store has no watermark');
  return watermark;
}

const earlier = (watermark: Date, seconds: number) => new Date(watermark.getTime() - seconds * 1_000);

describe.each([
  ['WooCommerce', silentWooCommerce, 1],
  ['Shopify', silentShopify, 0],
] as const)('a full run of a %s store', (_, make, destroyed) => {
  it('has nothing to tell of incremental runs where there were none since the last full one', async () => {
    const old = await make();
    await world.sync(old.store);
    old.clock.offsetSeconds += HOUR;
    old.change(old.ids[0] ?? '', null);

    expect(await world.sync(old.store)).toMatchObject({ status: 'completed', products: { updated: 1 } });
    expect(await learned(old.store)).toEqual(NOTHING);
  });

  it('counts products that were changed without a date, made with a date of long ago, or changed again without one', async () => {
    const old = await make();
    const [first = '', second = ''] = old.ids;
    const watermark = await readTwice(old);
    old.change(first, null);
    old.make('990001', earlier(watermark, 90 * 24 * HOUR));
    old.reprice(second, '7.77');
    old.clock.offsetSeconds += 10 * MINUTE;
    expect(await incremental(old.store)).toMatchObject({ products: { updated: 1 } });
    old.change(second, null);
    old.clock.offsetSeconds += 10 * MINUTE;

    expect(await world.sync(old.store)).toMatchObject({ products: { created: 1, updated: 2 } });
    expect(await learned(old.store)).toEqual(counted(3));
  });

  it('widens the overlap to what would have found a product whose date was read, and that no incremental run carried', async () => {
    const old = await make();
    const watermark = await readTwice(old);
    const dated = earlier(watermark, 22 * MINUTE + 30);
    old.change(old.ids[0] ?? '', dated);
    old.clock.offsetSeconds += 10 * MINUTE;

    expect(await world.sync(old.store)).toMatchObject({ products: { updated: 1 } });

    expect(await learned(old.store)).toEqual({ ...counted(1), widened: 18 });
    const [since, readAt] = await Promise.all([
      world.database.withTenant(old.store.tenantId, (sql) => changedSince(sql, old.store.id)),
      watermarkOf(world, old.store),
    ]);
    expect(since).toBe(earlier(readAt ?? new Date(Number.NaN), 23 * MINUTE).toISOString());

    // So wide, the same is found.
    const next = await watermarkOf(world, old.store);
    old.change(old.ids[0] ?? '', earlier(next ?? new Date(Number.NaN), 22 * MINUTE));
    expect(await incremental(old.store)).toMatchObject({ products: { updated: 1 } });
    expect(await world.sync(old.store)).toMatchObject({ products: { updated: 0 } });
    expect(await learned(old.store)).toMatchObject({ products: 1, widened: 18 });
  });

  it('widens the overlap to an hour in all, and no further', async () => {
    const old = await make();
    const watermark = await readTwice(old);
    old.change(old.ids[0] ?? '', earlier(watermark, 2 * HOUR));

    await world.sync(old.store);
    expect(await learned(old.store)).toEqual({ ...counted(1), widened: 55 });

    old.clock.offsetSeconds += 3 * HOUR;
    expect(await incremental(old.store)).toMatchObject({ products: { seen: 0 } });
    const next = await watermarkOf(world, old.store);
    old.change(old.ids[0] ?? '', earlier(next ?? new Date(Number.NaN), 2 * HOUR));
    await world.sync(old.store);
    expect(await learned(old.store)).toEqual({ ...counted(2), widened: 55 });
  });

  it('counts no news that the next incremental run would have found, also what a merchant edits meanwhile', async () => {
    const old = await make();
    const [first = '', second = ''] = old.ids;
    const watermark = await readTwice(old);
    old.change(first, earlier(watermark, 2 * MINUTE));
    old.clock.offsetSeconds += 10 * MINUTE;
    old.reprice(second, '7.77');

    expect(await world.sync(old.store)).toMatchObject({ products: { updated: 2 } });
    expect(await learned(old.store)).toEqual(NOTHING);
  });

  it('counts what was destroyed where incremental runs are not told of that', async () => {
    const old = await make();
    await readTwice(old);
    old.destroy(old.ids[0] ?? '');

    expect(await world.sync(old.store)).toMatchObject({ status: 'completed', products: { deactivated: 1 } });
    expect(await learned(old.store)).toMatchObject({ products: destroyed, widened: 0 });
  });

  it('learns nothing from a dry run', async () => {
    const old = await make();
    await readTwice(old);
    old.change(old.ids[0] ?? '', null);

    expect(await world.sync(old.store, { dryRun: true })).toMatchObject({ status: 'completed' });
    expect(await learned(old.store)).toEqual(NOTHING);
  });
});

it('another currency, which makes every price another one, is nothing that incremental runs missed', async () => {
  const { store, shop, clock } = await oldWooCommerce(world, { clockOffsetSeconds: -4 * HOUR });
  await world.sync(store);
  clock.offsetSeconds += HOUR;
  await incremental(store);
  shop.currency = 'USD';

  expect(await world.sync(store)).toMatchObject({ products: { updated: 12 } });
  expect(await learned(store)).toEqual(NOTHING);
});

it('another currency makes the next incremental run a full one, too, when this one does not come to its end', async () => {
  const { store, shop } = await oldWooCommerce(world);
  await world.sync(store);
  shop.currency = 'USD';
  shop.faults.add({ path: 'offset=', answer: { status: 500 } });
  expect(await incremental(store)).toMatchObject({ mode: 'full', status: 'failed' });
  shop.faults.clear();

  expect(await incremental(store)).toMatchObject({ mode: 'full', status: 'completed', products: { updated: 12 } });
});
