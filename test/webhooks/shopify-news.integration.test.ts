import type { ShopifyShop } from '../../simulators/shopify/shop';
import { getStore } from '../../src/stores/read-stores';
import type { Store } from '../../src/stores/store';
import { until } from '../support/until';
import { type TellingWorld, tellingWorld, whenDelivered } from './telling-world';

let world: TellingWorld;
let shop: ShopifyShop;
let store: Store;

beforeAll(async () => {
  world = await tellingWorld();
  ({ shop } = await world.shopify({ products: 12, webhooks: { plainHttp: true } }));
  store = await connected();
  await world.sync(store);
  await world.look(store);
});
afterAll(() => world.close());

const connected = () =>
  world.connect('shopify', {
    shop_domain: shop.domain,
    access_token: shop.accessToken,
    client_secret: shop.secrets.current,
  });

async function told(): Promise<void> {
  await whenDelivered(shop);
  await world.settled(store);
}
const idOf = (index: number) => [...shop.products.keys()][index] ?? '';
const title = async (id: string) => (await world.catalogue(store).product(id)).title;

it('ends with the newest where news comes in the wrong order', async () => {
  const id = idOf(0);
  shop.webhooks.deliveries.hold();
  shop.patch(id, { title: 'Older' });
  shop.patch(id, { title: 'Newer' });
  shop.webhooks.deliveries.release({ newestFirst: true });
  await told();
  expect(await title(id)).toBe('Newer');
});

it('sees the stock that an order took', async () => {
  const variant = [...shop.products.values()]
    .flatMap(({ variants }) => variants)
    .find(({ inventoryItem, inventoryQuantity }) => inventoryItem.tracked && inventoryQuantity > 2);
  if (variant === undefined) throw new Error('no variant of the shop is tracked');
  const stock = variant.inventoryQuantity - 2;
  shop.order([{ variantId: variant.id, quantity: 2 }]);
  await told();
  expect(await world.variant(store, variant.id)).toMatchObject({ stock });
});

it('I12 reads once more where news is delivered again between the read that it asked for and its merge', async () => {
  const id = idOf(1);
  const asked = () =>
    shop.requestLog.filter(({ variables }) => JSON.stringify(variables ?? null).includes(`/${id}"`)).length;
  const before = asked();
  // It is not merged meanwhile.
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      select from products
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid and external_id = ${id}::text for update`;
    shop.patch(id, { title: 'First' });
    await until('the product to be read', () => asked() > before);
    expect(await world.claimed(store)).toBeGreaterThan(0);
    // Told to nobody, so that the delivery which comes again is all that tells of it.
    shop.silently(() => shop.patch(id, { title: 'Second' }));
    shop.webhooks.deliveries.redeliver(shop.webhooks.deliveries.log.at(-1)?.webhookId ?? '');
    await until('it to have come twice', () => shop.webhooks.deliveries.log.at(-1)?.attempts.length === 2);
  });
  await told();
  expect(await title(id)).toBe('Second');
});

it('takes what is signed with the secret before and with the new one, while the app’s is exchanged', async () => {
  shop.secrets.rotate();
  await connected();
  shop.patch(idOf(2), { title: 'Signed as before' });
  await told();
  expect(await title(idOf(2))).toBe('Signed as before');

  shop.secrets.revokeOld();
  shop.patch(idOf(2), { title: 'Signed anew' });
  await told();
  expect(await title(idOf(2))).toBe('Signed anew');
});

it('asks the shop that told of our being uninstalled: the store needs attention, and keeps its products', async () => {
  const before = await world.catalogue(store).active();
  shop.uninstall();
  await whenDelivered(shop);
  await world.look(store);
  expect(await world.database.withTenant(store.tenantId, (sql) => getStore(sql, store.id))).toMatchObject({
    status: 'needs_attention',
  });
  expect(await world.catalogue(store).active()).toEqual(before);
});
