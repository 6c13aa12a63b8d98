import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Store } from '../../../src/stores/store';
import type { Ask } from '../ask';
import { type ServedWorld, servedWorld, whenRun } from '../served-world';
import { withoutSpecifics } from './explain/without-specifics';

let world: ServedWorld;
beforeAll(async () => {
  world = await servedWorld();
});
afterAll(() => world.close());

const product = (id: string, more: object = {}) => ({ id, name: `Product ${id}`, regular_price: '5.00', ...more });
const several = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => product(String(from + index)));

interface Shopkeeper {
  shop: WooShop;
  store: Store;
  ask: Ask;
  sync(status?: string): Promise<{ id: string }>;
  /** What is said of a product, without what is another in each run of this test. */
  told(externalId: string): Promise<string[]>;
}

async function shopkeeper(products: object[], settings: object = {}): Promise<Shopkeeper> {
  const { id, ask } = await world.tenant();
  const { shop, store } = await world.wooCommerce({ products: products as never }, id);
  await ask(`PATCH /v1/stores/${store.id}`, { json: { settings } });
  return {
    shop,
    store,
    ask,
    async sync(status = 'completed') {
      const { body } = await ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: store.id } });
      return whenRun(ask, body.run_id, status);
    },
    async told(externalId) {
      const { body } = await ask(`GET /v1/catalog/products?external_id=${externalId}`);
      const explained = await ask(`GET /v1/catalog/products/${body.items[0].id}/explain`);
      expect(explained.body.product.external_id).toBe(externalId);
      return withoutSpecifics([...explained.body.sentences, explained.body.next_step]);
    },
  };
}

const asked = async ({ ask }: Shopkeeper, query: string) => {
  const { status, body } = await ask(`GET /v1/catalog/explain?${query}`);
  expect(status).toBe(200);
  return { ...body, told: withoutSpecifics([...body.sentences, body.next_step]) };
};

describe('of a store that is read', () => {
  let keeper: Shopkeeper;
  beforeAll(async () => {
    keeper = await shopkeeper([
      ...several(101, 7),
      product('108', { status: 'future', date_created_gmt: '2099-01-02T03:04:05' }),
    ]);
    await keeper.sync();
    const { shop } = keeper;
    shop.patch('102', { price: '6.00', regular_price: '6.00' });
    shop.patch('103', { status: 'draft' });
    shop.remove('104');
    shop.trash('105');
    shop.patch('106', { price: 'call us' });
    await keeper.sync('completed_with_errors');
  });

  it('1 explains a product that is active and did not change', async () => {
    expect(await keeper.told('101')).toEqual([
      '“Product 101” (id 101 in the store) is active: the store’s word for it is “publish”.',
      'It has been active since <time>.',
      'The store showed it last at <time>, on page 1 of run <id 1> (full, completed with errors).',
      'It changed last at <time> in run <id 2>: it came into the catalogue.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Nothing has to be done. Where the shop shows something else, GET /v1/catalog/explain?store_id=<id 3>&q=101 asks it what it has now.',
    ]);
  });

  it('2 explains one that just changed', async () => {
    expect(await keeper.told('102')).toEqual([
      '“Product 102” (id 102 in the store) is active: the store’s word for it is “publish”.',
      'It has been active since <time>.',
      'The store showed it last at <time>, on page 1 of run <id 1> (full, completed with errors).',
      'It changed last at <time> in run <id 1>: price from “5.00” to “6.00”.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Nothing has to be done. Where the shop shows something else, GET /v1/catalog/explain?store_id=<id 2>&q=102 asks it what it has now.',
    ]);
  });

  it('3 explains one that the listing showed as a draft', async () => {
    expect(await keeper.told('103')).toEqual([
      '“Product 103” (id 103 in the store) is not active: the store’s word for it is “draft”.',
      'It was switched off at <time> by run <id 1>: the store’s listing showed at <time> that the product is not published (“draft”).',
      'The store showed it last at <time>, on page 1 of run <id 1> (full, completed with errors).',
      'It changed last at <time> in run <id 1>: it was switched off, status from “publish” to “draft”, url from “<address>” to “<address>”.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Nothing, if it is to be hidden. Else publish it in the shop; the next sync switches it on: POST /v1/catalog/sync/woocommerce {"store_id": "<id 2>", "mode": "incremental"}.',
    ]);
  });

  it('4 explains one that the store does not have any more', async () => {
    expect(await keeper.told('104')).toEqual([
      '“Product 104” (id 104 in the store) is not active.',
      'It was switched off at <time> by run <id 1>: the store was asked for this very id at <time> and answered that it has no such product.',
      'The store showed it last at <time>, on page 1 of run <id 2> (full, completed).',
      'It changed last at <time> in run <id 1>: it was switched off, status from “publish” to “not_found”.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Nothing, if it is to be gone. The shop has no such product any more: one that is made anew has another id, and comes with the next sync.',
    ]);
  });

  it('5 explains one that is in the bin', async () => {
    expect(await keeper.told('105')).toEqual([
      '“Product 105” (id 105 in the store) is not active: the store’s word for it is “trash”.',
      'It was switched off at <time> by run <id 1>: the store was asked for this very id at <time> and answered that the product is in its bin.',
      'The store showed it last at <time>, on page 1 of run <id 2> (full, completed).',
      'It changed last at <time> in run <id 1>: it was switched off, status from “publish” to “trash”.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Nothing, if it is to be gone. Else take it out of the bin in the shop and publish it; the next sync switches it on: POST /v1/catalog/sync/woocommerce {"store_id": "<id 3>", "mode": "incremental"}.',
    ]);
  });

  it('6 explains one that is set aside, with the place in the payload', async () => {
    expect(await keeper.told('106')).toEqual([
      '“Product 106” (id 106 in the store) is active: the store’s word for it is “publish”.',
      'It has been active since <time>.',
      'What the store shows of it now cannot be read: "call us" is no decimal at “price” of the payload (price_unreadable). It was set aside at <time> and tried once, the last time by run <id 1>. The catalogue keeps what it had before.',
      'The store showed it last at <time>, on page 1 of run <id 1> (full, completed with errors), where it could not be read.',
      'It changed last at <time> in run <id 2>: it came into the catalogue.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Mend it in the shop (“price” of the product); the next run that reads it takes it up, or at once: POST /v1/stores/<id 3>/rejected/retry {"external_ids": ["106"]}.',
    ]);
  });

  it('7 explains one whose time has not come', async () => {
    expect(await keeper.told('108')).toEqual([
      '“Product 108” (id 108 in the store) is not active: the store’s word for it is “future”.',
      'It is planned and was never active: the store publishes it at <time> by the store’s clock (UTC).',
      'The store showed it last at <time>, on page 1 of run <id 1> (full, completed with errors).',
      'It changed last at <time> in run <id 2>: it came into the catalogue.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'Nothing: once its time has come, the next sync switches it on: POST /v1/catalog/sync/woocommerce {"store_id": "<id 3>", "mode": "incremental"}.',
    ]);
  });

  it('8 explains what was never seen, and asks the store', async () => {
    const { told, store_answer: answer, absent } = await asked(keeper, `store_id=${keeper.store.id}&q=999`);
    expect(answer).toMatchObject({ kind: 'gone', evidence: { kind: 'not_found', source: 'confirmation' } });
    expect(absent).toMatchObject({ external_id: '999', set_aside: [], store: { status: 'active' } });
    expect(told).toEqual([
      'The catalogue of this store has no product of the id 999, and no SKU or title like it. It was never seen: products stay in the catalogue when they are gone, too.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'The store was asked at <time> what it has now, and answered that it has no such product.',
      'Look in the shop for the right id: the store has no such product to bring.',
    ]);
  });
});

it('9 explains one that the brake holds', async () => {
  const keeper = await shopkeeper(several(101, 12), { deactivation_brake: { count: 2, percent: 10 } });
  await keeper.sync();
  for (const id of ['101', '102', '103']) keeper.shop.remove(id);
  await keeper.sync('awaiting_approval');

  expect(await keeper.told('101')).toEqual([
    '“Product 101” (id 101 in the store) is active: the store’s word for it is “publish”.',
    'It has been active since <time>.',
    'The store says that it has no such product any more. So many are gone at once that switching it off waits for somebody’s decision: POST /v1/sync-runs/<id 1>/approve or …/reject.',
    'The store showed it last at <time>, on page 1 of run <id 2> (full, completed).',
    'It changed last at <time> in run <id 2>: it came into the catalogue.',
    'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
    'The last full run, <id 1>, waits for approval (<time>).',
    'Decide: POST /v1/sync-runs/<id 1>/approve switches it off with the others, …/reject leaves them as they are. GET /v1/sync-runs/<id 1>/missing lists them.',
  ]);
});

it('10 explains one of a store that is paused, with news that waits', async () => {
  const keeper = await shopkeeper(several(101, 2));
  await keeper.sync();
  const { store } = keeper;
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key)
      values (${store.tenantId}::uuid, ${store.id}::uuid, 'product.updated', '{101}', 'product', 'changed', 'a'),
             (${store.tenantId}::uuid, ${store.id}::uuid, 'product.updated', '{102}', 'product', 'changed', 'b')`;
  });
  expect(await keeper.told('101')).toEqual([
    '“Product 101” (id 101 in the store) is active: the store’s word for it is “publish”.',
    'It has been active since <time>.',
    'The store showed it last at <time>, on page 1 of run <id 1> (full, completed).',
    'It changed last at <time> in run <id 1>: it came into the catalogue.',
    'The store sent news about it that the catalogue does not have yet: “product.updated”, received at <time>; it is read next.',
    'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
    'The last full run, <id 1>, completed (<time>).',
    'Wait some seconds and ask again: the news is read by itself.',
  ]);

  await keeper.ask(`PATCH /v1/stores/${store.id}`, { json: { status: 'paused' } });
  expect(await keeper.told('102')).toEqual([
    '“Product 102” (id 102 in the store) is active: the store’s word for it is “publish”.',
    'It has been active since <time>.',
    'The store showed it last at <time>, on page 1 of run <id 1> (full, completed).',
    'It changed last at <time> in run <id 1>: it came into the catalogue.',
    'The store sent news about it that the catalogue does not have yet: “product.updated”, received at <time>; it waits until the store is resumed.',
    'The store is paused: nothing is read until somebody resumes it. It was last read whole at <time> by run <id 1>.',
    'The last full run, <id 1>, completed (<time>).',
    'Resume the store: PATCH /v1/stores/<id 2> {"status": "active"}, or read it once: POST /v1/catalog/sync/woocommerce {"store_id": "<id 2>"}.',
  ]);
});

describe('asked for in words', () => {
  let keeper: Shopkeeper;
  /** A store is asked once in a few seconds: each has its own. */
  beforeEach(async () => {
    keeper = await shopkeeper([
      ...several(101, 3),
      product('104', { sku: 'S-104' }),
      product('105', { price: 'none' }),
    ]);
    await keeper.sync('completed_with_errors');
  });

  it('finds by id, SKU, title, address and the address in the shop’s admin', async () => {
    const { url } = (await keeper.ask('GET /v1/catalog/products?external_id=104')).body.items[0];
    for (const q of [
      '104',
      'S-104',
      'product 104',
      url,
      `${url}?utm=1`,
      `${new URL(url).origin}/wp-admin/post.php?post=104`,
    ]) {
      const { items, facts } = await asked(keeper, `q=${encodeURIComponent(q)}`);
      expect({ q, items, isExplained: facts !== null }).toMatchObject({
        items: [{ external_id: '104' }],
        isExplained: true,
      });
    }
  });

  it('lists those that fit where several do, and asks no store', async () => {
    const { items, facts, told, store_answer: answer } = await asked(keeper, 'q=product');
    expect([items.length, facts, answer]).toEqual([4, null, null]);
    expect(told).toEqual([
      '4 products fit.',
      'Choose one: GET /v1/catalog/products/<id>/explain with its id. Or ask for more of its title, its SKU or its id in the store, or name the store with store_id.',
    ]);
  });

  it('says what the store has now where that differs, and writes nothing', async () => {
    keeper.shop.patch('102', { price: '7.00', regular_price: '7.00' });
    const { told, store_answer: answer } = await asked(keeper, 'q=102');

    expect(answer).toMatchObject({ kind: 'alive', differences: [{ field: 'price', here: '5.00', store: '7.00' }] });
    expect(told.slice(-2)).toEqual([
      'The store was asked at <time> what it has now: something else than the catalogue: price “7.00”, here “5.00”.',
      'Read what changed: POST /v1/catalog/sync/woocommerce {"store_id": "<id 2>", "mode": "incremental"}. If that does not bring it, its date in the shop does not tell of the change: POST /v1/catalog/sync/woocommerce {"store_id": "<id 2>"}.',
    ]);
    expect((await keeper.ask('GET /v1/catalog/products?external_id=102')).body.items[0].price).toBe('5.00');
  });

  it('says of a product that is set aside where it stands in the payload, and that it was never in the catalogue', async () => {
    for (const q of ['105', 'Product 105']) {
      expect(await asked(keeper, `q=${encodeURIComponent(q)}`)).toMatchObject({
        items: [],
        absent: { set_aside: [{ external_id: '105', path: 'price' }] },
      });
    }
    expect((await asked(keeper, 'q=105')).told).toEqual([
      'The catalogue of this store has no product of the id 105, and no SKU or title like it.',
      '“Product 105” (id 105) is in the store and was never in the catalogue. What the store shows of it now cannot be read: "none" is no decimal at “price” of the payload (price_unreadable). It was set aside at <time> and tried once, the last time by run <id 1>.',
      'The store is active, was last read whole at <time> by run <id 1>, and last asked for news at <time>.',
      'The last full run, <id 1>, ended with errors (<time>): some products could not be read.',
      'The store was not asked what it has now: it was asked a few seconds ago: ask again in a moment.',
      'Mend it in the shop (“price” of the product); the next run that reads it takes it up, or at once: POST /v1/stores/<id 2>/rejected/retry {"external_ids": ["105"]}.',
    ]);
  });

  it('says of one that was made since that the store has it, and how it comes', async () => {
    keeper.shop.put(product('201'));
    const { told, store_answer: answer } = await asked(keeper, 'q=201');
    expect(answer).toMatchObject({ kind: 'alive', title: 'Product 201' });
    expect(told.slice(-2)).toEqual([
      'The store was asked at <time> what it has now: it has the product, “Product 201”, published.',
      'Read the store: POST /v1/catalog/sync/woocommerce {"store_id": "<id 2>", "mode": "incremental"} brings what was made or changed lately, POST /v1/catalog/sync/woocommerce {"store_id": "<id 2>"} everything.',
    ]);
  });

  it('asks a store once in a few seconds, and none that is not to be asked', async () => {
    await asked(keeper, 'q=101');
    expect((await asked(keeper, 'q=101')).store_answer).toMatchObject({ kind: 'not_asked', why: 'asked_lately' });

    const change = (status: string, held: string | null) =>
      world.database.withTenant(
        keeper.store.tenantId,
        (sql) => sql`
          update stores set status = ${status}::text, held_until = ${held}::timestamptz
           where id = ${keeper.store.id}::uuid`,
      );
    for (const [status, held, why] of [
      ['needs_attention', null, 'needs_attention'],
      ['active', '2100-01-01', 'store_asks_for_time'],
    ] as const) {
      await change(status, held);
      expect((await asked(keeper, 'q=101')).store_answer).toMatchObject({ kind: 'not_asked', why });
    }
    await change('active', null);
  });

  it('stays whole whatever is asked', async () => {
    for (const q of ['', '%20', '%00', 'x'.repeat(1_001)]) {
      expect(await keeper.ask(`GET /v1/catalog/explain?q=${q}`)).toMatchObject({ status: 400 });
    }
    for (const q of ["' or 1=1 --", '\u202egnp.exe', '%_', 'https://', '1'.repeat(900), 'a\nb']) {
      expect(await asked(keeper, `q=${encodeURIComponent(q)}`)).toMatchObject({
        items: [],
        facts: null,
      });
    }
    const { told } = await asked(keeper, `q=${encodeURIComponent('\u202egnp.exe\n')}`);
    expect(told.join()).not.toMatch(/[\u202e\n]/);
  });
});

it('I9 finds nothing of another tenant, and says so as of what there is not', async () => {
  const mine = await shopkeeper(several(101, 1));
  const other = await shopkeeper([]);
  await mine.sync();
  const { body } = await mine.ask('GET /v1/catalog/products');

  expect(await other.ask(`GET /v1/catalog/explain?q=101&store_id=${mine.store.id}`)).toMatchObject({ status: 404 });
  expect(await other.ask(`GET /v1/catalog/products/${body.items[0].id}/explain`)).toMatchObject({ status: 404 });
  expect(await asked(other, 'q=101')).toMatchObject({ items: [], absent: { store: { id: other.store.id } } });
});
