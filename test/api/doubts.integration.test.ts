import type { WooShop } from '../../simulators/woocommerce/shop';
import type { Store } from '../../src/stores/store';
import type { Ask } from './ask';
import { type ServedWorld, servedWorld, whenRun } from './served-world';

let world: ServedWorld;
beforeAll(async () => {
  world = await servedWorld();
});
afterAll(() => world.close());

const IDS = Array.from({ length: 12 }, (_, index) => String(101 + index));
const product = (id: string, more: object = {}) => ({ id, name: `Product ${id}`, regular_price: '5.00', ...more });

interface Shopkeeper {
  shop: WooShop;
  store: Store;
  ask: Ask;
  sync(status: string): Promise<{ id: string; problems: { type: string; message: string }[] }>;
  /** By the list and by the product's own address, which have to agree. */
  doubtsOf(externalId: string): Promise<unknown[]>;
  /** Whose products are in doubt. */
  doubtful(): Promise<string[]>;
}

/** A synced store of 12 products. */
async function synced(): Promise<Shopkeeper> {
  const { id, ask } = await world.tenant();
  const { shop, store } = await world.wooCommerce({ products: IDS.map((each) => product(each)) }, id);
  const items = async () => (await ask('GET /v1/catalog/products?limit=200')).body.items;
  const keeper: Shopkeeper = {
    shop,
    store,
    ask,
    async sync(status) {
      const { body } = await ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: store.id } });
      return whenRun(ask, body.run_id, status);
    },
    async doubtsOf(externalId) {
      const listed = (await items()).find((item: { external_id: string }) => item.external_id === externalId);
      const { body } = await ask(`GET /v1/catalog/products/${listed.id}`);
      expect(body.doubts).toEqual(listed.doubts);
      return body.doubts;
    },
    async doubtful() {
      const all: { external_id: string; doubts: unknown[] }[] = await items();
      return all.flatMap((item) => (item.doubts.length === 0 ? [] : item.external_id)).sort();
    },
  };
  await keeper.sync('completed');
  return keeper;
}

const SINCE = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

it('has no doubt about a product that was read', async () => {
  const { doubtsOf, doubtful } = await synced();

  expect(await doubtsOf('101')).toEqual([]);
  expect(await doubtful()).toEqual([]);
});

it('I7 says of a product that was set aside that its state is an older one, since when and why, until it is mended', async () => {
  const { shop, sync, doubtsOf, doubtful } = await synced();
  shop.patch('103', { price: 'call us' });
  const run = await sync('completed_with_errors');

  const doubts = await doubtsOf('103');
  expect(doubts).toEqual([
    { type: 'set_aside', since: SINCE, run_id: run.id, message: expect.stringMatching(/call us.*keeps what it had/) },
  ]);
  expect(await doubtful()).toEqual(['103']);

  const again = await sync('completed_with_errors');
  expect(await doubtsOf('103')).toEqual([{ ...(doubts[0] as object), run_id: again.id }]);

  shop.patch('103', { price: '6.00', regular_price: '6.00' });
  await sync('completed');
  expect(await doubtful()).toEqual([]);
});

describe('what the brake holds', () => {
  async function held(): Promise<Shopkeeper & { runId: string }> {
    const keeper = await synced();
    const settings = { deactivation_brake: { count: 2, percent: 10 } };
    await keeper.ask(`PATCH /v1/stores/${keeper.store.id}`, { json: { settings } });
    keeper.shop.trash('101');
    for (const id of ['102', '103', '104']) keeper.shop.remove(id);
    return { ...keeper, runId: (await keeper.sync('awaiting_approval')).id };
  }
  const doubt = (run_id: string, message: RegExp) => [
    { type: 'held_by_brake', since: SINCE, run_id, message: expect.stringMatching(message) },
  ];

  it('I1 is in doubt while it waits for approval, and not once it is off', async () => {
    const { ask, runId, doubtsOf, doubtful } = await held();
    expect(await doubtsOf('101')).toEqual(doubt(runId, /in its bin.*waits for somebody’s decision/));
    expect(await doubtsOf('102')).toEqual(doubt(runId, new RegExp(`no such product.*${runId}/approve`)));
    expect(await doubtful()).toEqual(['101', '102', '103', '104']);

    await ask(`POST /v1/sync-runs/${runId}/approve`, { json: { external_ids: ['101', '102'] } });
    await whenRun(ask, runId, 'completed_with_errors');

    expect(await doubtsOf('103')).toEqual(doubt(runId, /Somebody decided to keep it/));
    expect(await doubtful()).toEqual(['103', '104']);
  });

  it('is in doubt after a rejection, too, until a full run finds it in the store again', async () => {
    const { shop, ask, runId, sync, doubtsOf, doubtful } = await held();
    await ask(`POST /v1/sync-runs/${runId}/reject`);
    await whenRun(ask, runId, 'completed_with_errors');
    expect(await doubtsOf('101')).toEqual(doubt(runId, /Somebody decided to keep it/));

    const later = await sync('awaiting_approval');
    expect(await doubtsOf('101')).toEqual(doubt(later.id, /waits for somebody’s decision/));

    shop.restore('101');
    for (const id of ['102', '103', '104']) shop.put(product(id));
    await sync('completed');
    expect(await doubtful()).toEqual([]);
  });
});

describe('a store that is not read', () => {
  const change = ({ tenantId, id }: Store, column: 'read_at' | 'paused_at' | 'status', value: string) =>
    world.database.withTenant(tenantId, (sql) =>
      column === 'status'
        ? sql`update stores set status = ${value}::text where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`
        : sql`
            update stores
               set read_at = case when ${column}::text = 'read_at' then ${value}::timestamptz else read_at end,
                   paused_at = case when ${column}::text = 'paused_at' then ${value}::timestamptz end
             where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
    );
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

  it('casts doubt on its products after two days, with the last run that read it whole', async () => {
    const { store, ask, sync, doubtsOf, doubtful } = await synced();
    const { body: runs } = await ask('GET /v1/sync-runs');
    await change(store, 'read_at', hoursAgo(47));
    expect(await doubtful()).toEqual([]);

    const since = hoursAgo(49);
    await change(store, 'read_at', since);

    expect(await doubtful()).toEqual(IDS);
    expect(await doubtsOf('101')).toEqual([
      {
        type: 'store_not_read',
        since,
        run_id: runs.items[0].id,
        message: expect.stringContaining(`/v1/sync-runs?store_id=${store.id}`),
      },
    ]);

    await sync('completed');
    expect(await doubtful()).toEqual([]);
  });

  it('casts none before two full syncs were missed that are wanted more rarely', async () => {
    const { store, ask, doubtful } = await synced();
    await ask(`PATCH /v1/stores/${store.id}`, { json: { settings: { freshness: { full: { every: '7d' } } } } });

    await change(store, 'read_at', hoursAgo(13 * 24));
    expect(await doubtful()).toEqual([]);
    await change(store, 'read_at', hoursAgo(15 * 24));
    expect(await doubtful()).toEqual(IDS);
  });

  it.each([
    ['0 3 * * *', 2],
    ['0 3 * * 0', 14],
    ['0 3 * * 1-5', 14],
    ['0 3 1 * *', 62],
    ['0 3 */2 * *', 62],
  ])('casts none before two full syncs were missed of the cron %s', async (cron, days) => {
    const { store, ask, doubtful } = await synced();
    const full = { cron };
    expect(await ask(`PATCH /v1/stores/${store.id}`, { json: { settings: { freshness: { full } } } })).toMatchObject({
      status: 200,
    });

    await change(store, 'read_at', hoursAgo(days * 24 - 1));
    expect(await doubtful()).toEqual([]);
    await change(store, 'read_at', hoursAgo(days * 24 + 1));
    expect(await doubtful()).toEqual(IDS);
  });

  it('takes incremental syncs for enough where full ones are off, and says what they cannot see where those fail', async () => {
    const { store, ask, doubtsOf, doubtful } = await synced();
    await change(store, 'read_at', hoursAgo(49));
    expect(await doubtsOf('101')).toMatchObject([{ message: expect.stringContaining('incremental syncs') }]);

    await ask(`PATCH /v1/stores/${store.id}`, { json: { settings: { freshness: { full: null } } } });
    expect(await doubtful()).toEqual([]);

    await world.database.withTenant(
      store.tenantId,
      (sql) => sql`update stores set watermark = ${hoursAgo(49)}::timestamptz where id = ${store.id}::uuid`,
    );
    expect(await doubtful()).toEqual(IDS);
    expect(await doubtsOf('101')).toMatchObject([{ message: expect.stringMatching(/^No sync has read/) }]);
  });

  it('casts doubt on them at once where schedules do not read it', async () => {
    const { store, ask, doubtsOf } = await synced();
    for (const [column, value, message] of [
      ['status', 'needs_attention', /until somebody mends it/],
      ['paused_at', '2026-11-25', /is paused: schedules skip it until somebody resumes it/],
    ] as const) {
      await change(store, column, value);
      expect(await doubtsOf('101')).toMatchObject([
        { type: 'store_not_read', message: expect.stringMatching(message) },
      ]);
    }

    await ask(`DELETE /v1/stores/${store.id}`);

    expect(await doubtsOf('101')).toMatchObject([
      { type: 'store_not_read', message: expect.stringContaining('disconnected') },
    ]);
  });
});

it('I2 a store whose listing stays short says so from the third full run on, until one is whole', async () => {
  const { shop, store, ask, sync, doubtsOf } = await synced();
  const shown = async () => {
    const { freshness, webhooks: _webhooks, ...body } = (await ask(`GET /v1/stores/${store.id}`)).body;
    expect(freshness.last.full).not.toBeNull();
    expect((await ask('GET /v1/stores')).body.items).toEqual([body]);
    return body;
  };
  shop.faults.add({ answer: { hides: { from: 104, to: 106 } } });
  const first = await sync('completed_with_errors');
  expect(first.problems).toMatchObject([
    { type: 'listing_short', message: expect.stringMatching(/12 products and showed 9.*Often a plugin/) },
  ]);
  await sync('completed_with_errors');
  expect(await shown()).toMatchObject({ status: 'active', listing_short: null });

  const third = await sync('completed_with_errors');

  expect(await shown()).toMatchObject({
    status: 'active',
    listing_short: {
      since: SINCE,
      runs: 3,
      run_id: third.id,
      message: expect.stringMatching(/In 3 full syncs.*deletions are not noticed.*showed 9.*look at the shop/),
    },
  });
  // What it shows was read an hour ago at most.
  expect(await doubtsOf('101')).toEqual([]);

  shop.faults.clear();
  await sync('completed');
  expect(await shown()).toMatchObject({ listing_short: null });
});
