import type { Failure } from '../failure';
import { runWords } from '../played-run';
import { heldByShopify, ShownVariants } from '../shown-product';

const VARIANTS = 2_048;

/** Shopify's limit. A page carries at most 250 variants of a product; the others have to be asked for. */
export const manyVariants: Failure = {
  title: 'A product with 2,048 variants',
  async play(scene, act) {
    const { shop, store } = await scene.shopify({ products: 1, variantsEach: VARIANTS });
    const [product] = [...shop.products.values()];
    const variant = product?.variants.at(-1);
    if (!product || !variant) throw new Error('the shop has no product');
    act.store('Shopify holds one product with 2,048 variants, the most that it allows');
    const first = await scene.sync(store);
    act.service(runWords(first));
    shop.patchVariant(variant.id, { price: '1234.56' });
    act.store('then the price of the very last variant changes');
    const next = await scene.sync(store);
    act.service(`the next sync ${runWords(next)}`);

    await scene.proveEqual(act, store, heldByShopify(shop));
    const [listed] = await scene.products(store);
    const { variants } = await scene.api.get(`/v1/catalog/products/${listed?.id}`, ShownVariants);
    const held = new Map(product.variants.map(({ id, price, sku }) => [id, `${price} ${sku}`]));
    const equal = variants.filter(({ external_id, price, sku }) => held.get(external_id) === `${price} ${sku}`);
    act.proof(
      `${equal.length} of ${VARIANTS} variants equal to the store by id, price and SKU, in the store's order`,
      equal.length === VARIANTS && variants.every(({ external_id }, at) => external_id === product.variants[at]?.id),
    );
    const { updated, unchanged, removed } = next.variants;
    act.proof(
      `the change wrote ${updated} variant: ${unchanged} unchanged, ${removed} removed`,
      updated === 1 && unchanged === VARIANTS - 1 && removed === 0,
    );
  },
};
