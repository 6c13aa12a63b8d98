import type { Failure } from '../failure';
import { runWords } from '../played-run';
import type { ConnectedStore, Scene } from '../scene';
import { differing, heldByShopify, heldByWooCommerce, type ShownProduct } from '../shown-product';

/** The long ones are no doubles: passed through a number, they would come out as another price. */
const PRICES = {
  EUR: ['19.90', '0.10', '1.23456789', '90071992547409.93'],
  KWD: ['0.005', '12.340', '9007199254740993.125'],
  JPY: ['0', '128000', '9007199254740993'],
} as const;

type Currency = keyof typeof PRICES;

interface PricedStore {
  currency: Currency;
  store: ConnectedStore;
  held: ShownProduct[];
}

export const exactMoney: Failure = {
  title: 'Exact money in three currencies',
  async play(scene, act) {
    for (const [currency, prices] of Object.entries(PRICES)) act.store(`${currency}  ${prices.join('  ')}`);
    const stores = [
      await inWooCommerce(scene, 'EUR'),
      await inWooCommerce(scene, 'KWD'),
      await inShopify(scene, 'JPY'),
    ];

    for (const { currency, store, held } of stores) {
      const first = await scene.sync(store);
      // The same prices are compared with the stored ones: a digit lost on either way would be a change.
      const second = await scene.sync(store);
      act.service(`${currency}  ${runWords(first)}, then ${second.products.unchanged} unchanged`);
      const shown = await scene.products(store);
      const prices = shown.map(({ price }) => price);
      act.proof(
        `${currency}  ${prices.join('  ')}`,
        PRICES[currency].every((price) => prices.includes(price)) &&
          differing(shown, held).length === 0 &&
          second.products.unchanged === held.length,
      );
    }
  },
};

async function inWooCommerce(scene: Scene, currency: Currency): Promise<PricedStore> {
  const products = PRICES[currency].map((price, at) => ({ id: at + 1, name: `P${at + 1}`, regular_price: price }));
  const { shop, store } = await scene.wooCommerce({ products, currency });
  return { currency, store, held: heldByWooCommerce(shop) };
}

async function inShopify(scene: Scene, currency: Currency): Promise<PricedStore> {
  const { shop, store } = await scene.shopify({ products: PRICES[currency].length, variantsEach: 1, currency });
  const variants = [...shop.products.values()].flatMap((product) => product.variants);
  for (const [at, { id }] of variants.entries()) shop.patchVariant(id, { price: PRICES[currency][at] ?? '' });
  return { currency, store, held: heldByShopify(shop) };
}
