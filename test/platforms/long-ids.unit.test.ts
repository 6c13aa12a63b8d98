import fc from 'fast-check';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { connected, idsOf, listing } from './woocommerce/simulated-store';

let wooCommerce: WooCommerceSimulator;
beforeAll(async () => {
  wooCommerce = await startWooCommerceSimulator();
});
afterAll(() => wooCommerce.close());

let shops = 0;

/** Beyond 2^53 neighbours are one number in JavaScript; a signed 64-bit integer is the most that WordPress has. */
const id = fc.oneof(
  fc.bigInt({ min: 1n, max: 50n }),
  fc.bigInt({ min: 2n ** 53n - 4n, max: 2n ** 53n + 40n }),
  fc.bigInt({ min: 2n ** 63n - 40n, max: 2n ** 63n - 1n }),
);

it('I11 ids of any length leave a WooCommerce listing as the text that the store has, each once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(id, { minLength: 1, maxLength: 30 }), async (ids) => {
      const products = ids.map((each) => ({ id: each, name: `P${each}`, regular_price: '1.00' }));
      const store = await connected(wooCommerce.addShop({ name: `ids-${++shops}`, products }));

      const read = (await listing(store)).products;

      expect(idsOf(read).sort()).toEqual(ids.map(String).sort());
      for (const { external_id, title } of read) expect(title).toBe(`P${external_id}`);
    }),
    { numRuns: 25 },
  );
});
