import fc from 'fast-check';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import type { ProductPage, StoreConnection } from '../../src/platforms/store-platform';
import { fetchPage } from './fetch-page';
import { simulatedShops } from './shopify/shop-under-test';
import { connected, signal } from './woocommerce/simulated-store';

const shopifyShops = simulatedShops();
let wooCommerce: WooCommerceSimulator;
beforeAll(async () => {
  await shopifyShops.start();
  wooCommerce = await startWooCommerceSimulator();
});
afterAll(() => Promise.all([shopifyShops.stop(), wooCommerce.close()]));

type Connect = () => Promise<StoreConnection>;

const SHOPS: Record<string, Connect> = {
  'WooCommerce 10.5.0': () => wooShop('10.5.0'),
  'WooCommerce 9.9.5': () => wooShop('9.9.5'),
  Shopify: async () => shopifyShops.open({ products: 420, seed: 3 }).connection,
};

let shops = 0;
async function wooShop(version: '10.5.0' | '9.9.5') {
  return connected(wooCommerce.addShop({ name: `resumed-${++shops}`, products: 420, seed: 3, version }));
}

/**
 * Reads to the end. `lost` says which pages are read and forgotten, as by a worker that dies before anybody knows of
 * them: the one after goes on from the cursor before.
 */
async function read(store: StoreConnection, lost: readonly boolean[]) {
  const pages: ProductPage[] = [];
  let cursor: string | null = null;
  let asked = 0;
  do {
    const page = await fetchPage(store, { cursor, currency: 'EUR', signal });
    if (page.kind !== 'page') throw new Error(`${page.kind}: ${page.detail}`);
    if (lost[asked++] === true) continue;
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null || pages.length === 0);
  return pages.flatMap(({ products }) => products);
}

it.each(Object.entries(SHOPS))(
  'I4 %s: wherever it is interrupted, a listing that goes on brings what an undisturbed one does',
  async (_, connect) => {
    const store = await connect();
    const undisturbed = await read(store, []);
    expect(undisturbed).toHaveLength(420);

    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 7 }), async (lost) => {
        expect(await read(store, lost)).toEqual(undisturbed);
      }),
      { numRuns: 6 },
    );
  },
);
