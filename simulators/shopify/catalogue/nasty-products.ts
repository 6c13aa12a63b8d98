import type { Random } from '../../catalogue/random';
import type { ShopOptions } from '../shop-options';
import { type Choice, generateProduct, generateVariants, optionsOf } from './generate-product';
import type { ShopProduct } from './shop-product';

/** Behind the numbers of the ordinary products, so that ids never meet. */
const FIRST_NUMBER = 5_000_000;

/** The products that break readers of catalogues: each is legal at Shopify, or was seen in the wild. */
export function nastyProducts(random: Random, options: Pick<ShopOptions, 'domain' | 'currency'>): ShopProduct[] {
  const currency = options.currency ?? 'EUR';
  let number = FIRST_NUMBER;

  function product(fields: Partial<ShopProduct>): ShopProduct {
    const plain = generateProduct(number++, random, { ...options, variantsEach: 2 });
    return { ...plain, status: 'ACTIVE', ...fields };
  }

  function withChoices(choices: Choice[], fields: Partial<ShopProduct> = {}): ShopProduct {
    const made = product(fields);
    const variants = generateVariants(random, made.id, choices, { ...made, currency });
    return { ...made, options: optionsOf(made.id, choices), variants };
  }

  function withVariants(change: Partial<ShopProduct['variants'][number]>): ShopProduct {
    const made = product({});
    return { ...made, variants: made.variants.map((variant) => ({ ...variant, ...change })) };
  }

  return [
    product({ title: 'Größe — Ünïcödé 日本語 العربية ﷽', vendor: "L'Été & Söhne" }),
    product({ title: '👩‍👩‍👧‍👦 Family 🏳️‍🌈 Tee', tags: ['🎁', 'emoji'] }),
    product({ title: 'Before\u0000after', descriptionHtml: '<p>NUL \u0000 inside</p>' }),
    product({ title: 'Half a pair \ud83d of surrogates', descriptionHtml: '<p>\udc00</p>' }),
    product({ title: '', descriptionHtml: '', vendor: '', productType: '' }),
    product({ descriptionHtml: `<p>${'Very long text. '.repeat(20_000)}</p>` }),
    withVariants({ sku: '' }),
    withVariants({ sku: 'DUPLICATE-SKU' }),
    withVariants({ sku: 'DUPLICATE-SKU' }),
    withVariants({ price: '0.00', compareAtPrice: '0.00' }),
    withVariants({ price: '1234567890123.45', compareAtPrice: null }),
    withVariants({ inventoryQuantity: -999_999_999 }),
    // Shopify keeps the decimals that a merchant imported into a currency without a minor unit.
    withVariants({ price: '1200.50' }),
    withChoices([{ name: '__proto__', values: ['constructor', 'toString'] }]),
    withChoices([
      { name: 'Color', values: numbered('Colour', 12) },
      { name: 'Size', values: numbered('Size', 12) },
    ]),
    withChoices([
      { name: 'Width', values: numbered('W', 64) },
      { name: 'Length', values: numbered('L', 32) },
    ]),
    beyondDoubles(product({ title: 'Ids beyond 2^53' }), '9007199254740993'),
    beyondDoubles(product({ title: 'Its neighbour, the same number to a double' }), '9007199254740992'),
    beyondDoubles(product({ title: 'Ids of test webhooks' }), '788032119674292922'),
  ];
}

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, at) => `${word} ${at + 1}`);

/** The same product under an id that JSON.parse would round; its variants' ids lie beyond 2^53 as well. */
function beyondDoubles(product: ShopProduct, id: string): ShopProduct {
  const variants = product.variants.map((variant, at) => ({ ...variant, productId: id, id: `${id}${at}` }));
  return { ...product, id, variants };
}
