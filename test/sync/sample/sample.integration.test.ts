import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';
import { type SampleWorld, sampleWorld } from './sample-world';

let world: SyncWorld;
let samples: SampleWorld;
beforeAll(async () => {
  world = await startSyncWorld();
  samples = sampleWorld(world);
});
afterAll(() => world.close());

const PRODUCTS = 100;

interface Planted {
  store: Store;
  ids: string[];
  /** Past the shop: neither its date moves nor does it tell anybody. */
  plant(id: string): void;
}

async function wooCommerce(): Promise<Planted> {
  const { shop, store } = await world.wooCommerce({ products: PRODUCTS });
  return {
    store,
    ids: [...shop.products.keys()].map(String),
    plant: (id) => void shop.writeDirectly(id, { name: 'Written past the shop' }),
  };
}

async function shopify(): Promise<Planted> {
  const { shop, store } = await world.shopify({ products: PRODUCTS });
  const datedAs = (id: string) => shop.products.get(id)?.updatedAt ?? '';
  return {
    store,
    ids: [...shop.products.keys()],
    plant: (id) => shop.patch(id, { title: 'Written past the shop', updatedAt: datedAs(id) }),
  };
}

const written = ({ tenantId, id }: Store) =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql`
      select array(select external_id || ' ' || xmin || ' ' || ctid from products
                    where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid order by external_id) as products,
             (select count(*) from product_changes where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid) as changes,
             (select count(*) from sync_pages where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid) as pages,
             (select count(*) from staged_pages where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid) as staged`;
    return rows[0];
  });

describe.each([
  ['WooCommerce', wooCommerce],
  ['Shopify', shopify],
])('a sample of a %s store of 100 products', (_, make) => {
  let planted: Planted;
  beforeAll(async () => {
    planted = await make();
    await world.sync(planted.store);
  });

  it('finds nothing in one that nobody touched, writes nothing of the catalogue, and is due again the next day', async () => {
    const { store } = planted;
    const before = await written(store);

    expect(await samples.look()).toMatchObject({ due: 1, taken: 1, different: 0, failed: 0 });

    expect(await samples.sampleOf(store)).toEqual({
      at: expect.any(String),
      products: PRODUCTS,
      different: 0,
      fields: {},
      missed_by: { webhook: 0, incremental: 0, full: 0 },
    });
    expect([await written(store), await samples.hints(store)]).toEqual([before, []]);
    const hours = (Number(await samples.dueAt(store)) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(11);
    expect(hours).toBeLessThan(37);
    expect(await samples.look()).toMatchObject({ due: 0 });
  });

  it('finds ten changes that have no date and that nobody told of, and has their products read again', async () => {
    const { store, ids } = planted;
    const changed = ids.slice(20, 30);
    for (const id of changed) planted.plant(id);
    await samples.makeDue(store);

    expect(await samples.look()).toMatchObject({ due: 1, taken: 1, different: 1 });

    expect(await samples.sampleOf(store)).toMatchObject({
      products: PRODUCTS,
      different: 10,
      fields: { title: 10 },
      missed_by: { webhook: 0, incremental: 0, full: 10 },
    });
    const hints = changed.toSorted().map((id) => ({ external_id: id, subject: 'product', news: 'changed' }));
    expect(await samples.hints(store)).toEqual(hints);
    await until('the products to be read again', async () => (await samples.pending(store)) === 0);
    const { rows } = await world.database.withTenant(
      store.tenantId,
      (sql) => sql`
        select state, reason, count(*)::int as hints from webhook_events
         where tenant_id = ${sql.tenantId}::uuid and store_id = ${store.id}::uuid group by 1, 2`,
    );
    const reason = 'A sample found it different (missed by: full).';
    expect(rows).toEqual([{ state: 'refreshed', reason, hints: 10 }]);
    await samples.makeDue(store);
    expect(await samples.look()).toMatchObject({ taken: 1, different: 0 });
  });
});

it('finds products that the store no longer has, after it was asked about each', async () => {
  const { shop, store } = await world.wooCommerce({ products: 12 });
  await world.sync(store);
  const [gone = ''] = [...shop.products.keys()].map(String);
  shop.remove(gone);

  await samples.look();

  expect(await samples.sampleOf(store)).toMatchObject({ products: 12, different: 1, fields: { is_active: 1 } });
  expect(await samples.hints(store)).toEqual([{ external_id: gone, subject: 'product', news: 'gone' }]);
});

it('passes over a description that the store renders anew at each answer, and not one that was changed', async () => {
  const { shop, store } = await world.wooCommerce({ products: 12 });
  await world.sync(store);
  const [unsteady = '', steady = ''] = [...shop.products.keys()].map(String);
  let nonce = 0;
  shop.faults.add({ change: () => shop.writeDirectly(unsteady, { description: `<form data-nonce="${nonce++}">` }) });
  shop.writeDirectly(steady, { description: '<p>Another one.</p>' });

  await samples.look();

  expect(nonce).toBeGreaterThan(1);
  expect(await samples.sampleOf(store)).toMatchObject({ products: 12, different: 1, fields: { description: 1 } });
  expect(await samples.hints(store)).toMatchObject([{ external_id: steady }]);
});

it('finds what the store answers unreadably now, once', async () => {
  const { shop, store } = await world.wooCommerce({ products: 12 });
  await world.sync(store);
  const [unreadable = ''] = [...shop.products.keys()].map(String);
  shop.writeDirectly(unreadable, { price: 'ask' });

  await samples.look();

  expect(await samples.sampleOf(store)).toMatchObject({ products: 12, different: 1, fields: { unreadable: 1 } });
  await until('it to be set aside', async () => (await samples.pending(store)) === 0);
  await samples.makeDue(store);
  expect(await samples.look()).toMatchObject({ taken: 1, different: 0 });
});

describe('a store that is not quiet', () => {
  let store: Store;
  beforeAll(async () => {
    ({ store } = await world.wooCommerce({ products: 3 }));
    await world.sync(store);
  });
  beforeEach(() => samples.makeDue(store));
  const set = (freshness: unknown) =>
    world.database.withTenant(store.tenantId, async (sql) => {
      await sql`update stores set freshness = ${JSON.stringify(freshness)}::jsonb where id = ${store.id}::uuid`;
    });

  it('is left alone in its quiet hours, and sampled behind them', async () => {
    const hour = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 14)}00`;
    await set({ time_zone: 'UTC', quiet_hours: { from: hour(-1), to: hour(3), modes: ['full'] } });

    expect(await samples.look()).toMatchObject({ due: 1, taken: 0, put_off: 1 });

    expect(Number(await samples.dueAt(store)) - Date.now()).toBeGreaterThan(1.9 * 3_600_000);
    await set({});
  });

  it('is left alone for some minutes while a run is under way', async () => {
    await world.database.withTenant(store.tenantId, async (sql) => {
      await sql`
        insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase)
        values (${sql.tenantId}::uuid, ${store.id}::uuid, ${store.id}::uuid, 'sync', 'woocommerce', 'prices', 'api',
                'running', 'reading')`;
    });

    expect(await samples.look()).toMatchObject({ due: 1, taken: 0, put_off: 1 });

    expect(Number(await samples.dueAt(store)) - Date.now()).toBeGreaterThan(3 * 60_000);
    await world.database.withTenant(
      store.tenantId,
      (sql) => sql`update sync_runs set finished_at = now(), status = 'failed' where id = ${store.id}::uuid`,
    );
  });

  it('was never read whole: nothing is compared', async () => {
    const { store: unread } = await world.wooCommerce({ products: 3 });
    await samples.look();
    expect([await samples.sampleOf(unread), await samples.dueAt(unread)]).toEqual([null, null]);
  });
});

it('takes a store that does not answer the next day, and does it no harm', async () => {
  const { shop, store } = await world.wooCommerce({ products: 3 });
  await world.sync(store);
  shop.faults.add({ answer: { status: 500, body: 'down' } });
  const row = () =>
    world.database.withTenant(store.tenantId, async (sql) => {
      const { rows } = await sql`
        select status, look_after, failed_looks, due_at, sample from stores
         where tenant_id = ${sql.tenantId}::uuid and id = ${store.id}::uuid`;
      return rows[0];
    });
  const before = await row();

  expect(await samples.look()).toMatchObject({ failed: 1, taken: 0 });

  expect(await row()).toEqual(before);
  expect(Number(await samples.dueAt(store)) - Date.now()).toBeGreaterThan(11 * 3_600_000);
});
