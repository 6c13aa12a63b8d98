import type { WooShop } from '../../simulators/woocommerce/shop';
import type { Store } from '../../src/stores/store';
import { type TellingWorld, tellingWorld } from './telling-world';

let world: TellingWorld;
let shop: WooShop;
let store: Store;

const SIMPLE = Array.from({ length: 12 }, (_, index) => ({
  id: String(101 + index),
  name: `Product ${101 + index}`,
  regular_price: '5.00',
  manage_stock: true,
  stock_quantity: 10,
}));

beforeAll(async () => {
  world = await tellingWorld();
  ({ shop, store } = await world.wooCommerce({ products: SIMPLE }));
  shop.put({ id: 201, name: 'Shirt', type: 'variable' });
  shop.put({ id: 202, name: 'Trousers', type: 'variable' });
  for (const [parent, id] of [
    [201, 301],
    [201, 302],
    [202, 303],
    [202, 304],
  ] as const) {
    shop.putVariation(parent, { id, regular_price: '7.00', manage_stock: true, stock_quantity: 10 });
  }
  await world.sync(store);
  await world.look(store);
});
afterAll(() => world.close());

/** Its queue runs, and what it delivers is worked off. */
async function told(): Promise<void> {
  const before = shop.webhooks.deliveries.length;
  await shop.webhooks.runQueue();
  expect(shop.webhooks.deliveries.slice(before).map(({ status }) => status)).not.toEqual([]);
  await world.settled(store);
}
const isActive = async (id: string) => (await world.catalogue(store).product(id)).is_active;

it('sees the change of a variation alone, of which its product tells nothing', async () => {
  shop.patchVariation(201, 301, { regular_price: '9.50' });
  await told();
  expect(await world.variant(store, '301')).toMatchObject({ price: '9.50' });
});

it('sees the stock that an order took, of a product and of a variation', async () => {
  shop.takeStock(101, 3);
  shop.takeStock(302, 4);
  await told();
  expect(await world.variant(store, '101')).toMatchObject({ stock: 7 });
  expect(await world.variant(store, '302')).toMatchObject({ stock: 6 });
});

it('I1 switches off what was deleted for good, a product and a variation, by the topics of their actions', async () => {
  shop.remove(102);
  shop.removeVariation(201, 302);
  await told();
  const gone = await world.catalogue(store).product('102');
  expect(gone).toMatchObject({ is_active: false, deactivation: { evidence: { source: 'confirmation' } } });
  expect(await world.variant(store, '302')).toMatchObject({ is_active: false });
  expect(await isActive('201')).toBe(true);
});

it('switches off a variable product that went to the bin, of whose variations the same is told', async () => {
  shop.trash(202);
  await told();
  expect(await isActive('202')).toBe(false);
  expect(await isActive('201')).toBe(true);
});

it('has what was restored back, by REST and in the admin', async () => {
  shop.trash(103);
  shop.trash(104);
  await told();
  expect([await isActive('103'), await isActive('104')]).toEqual([false, false]);
  shop.restore(103, 'rest');
  shop.restore(104, 'admin');
  await told();
  expect([await isActive('103'), await isActive('104')]).toEqual([true, true]);
});

it('ends equal to a product that goes to the bin, comes back and goes again, told of each', async () => {
  for (const change of [() => shop.trash(105), () => shop.restore(105), () => shop.trash(105)]) {
    change();
    await shop.webhooks.runQueue();
  }
  await world.settled(store);
  expect(await isActive('105')).toBe(false);
});

it('tells when the user of the webhooks has lost its rights, and that it has them again', async () => {
  const topicUpdated = async () =>
    (await world.webhooks(store)).topics.find(({ topic }) => topic === 'product.updated');
  shop.webhooks.user = 'without-rights';
  shop.patch('106', { name: 'Unseen' });
  await told();
  expect(await topicUpdated()).toMatchObject({ state: 'refused', reason: expect.stringContaining('rights') });

  shop.webhooks.user = 'manager';
  shop.patch('106', { name: 'Seen' });
  await told();
  expect(await topicUpdated()).toMatchObject({ state: 'registered' });
  expect((await world.catalogue(store).product('106')).title).toBe('Seen');
});

it('takes what is signed with the secret before and with the new one, and hears again of what the shop switched off', async () => {
  const title = async () => (await world.catalogue(store).product('107')).title;
  await world.rotateSecret(store);
  shop.patch('107', { name: 'Signed as before' });
  await told();
  expect(await title()).toBe('Signed as before');

  for (const { id, topic } of shop.webhooks.registered.values())
    if (topic === 'product.updated') shop.webhooks.disable(id);
  await world.look(store);
  shop.patch('107', { name: 'Signed anew' });
  await told();
  expect(await title()).toBe('Signed anew');
  expect(shop.webhooks.deliveries.slice(-1)).toMatchObject([{ status: 200 }]);
});
