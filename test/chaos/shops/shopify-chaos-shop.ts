import { seededRandom } from '../../../simulators/catalogue/random';
import { generateProduct } from '../../../simulators/shopify/catalogue/generate-product';
import type { ShopProduct, ShopVariant } from '../../../simulators/shopify/catalogue/shop-product';
import type { FaultAnswer } from '../../../simulators/shopify/faults';
import type { ShopifyShop } from '../../../simulators/shopify/shop';
import { expectedOfShopify } from '../../support/shopify-oracle';
import type { EditKind, FaultKind } from '../plan/events';
import { type ChaosShop, FIRST_NEW_ID, itemAt, TITLE_MARK } from './chaos-shop';
import { shopifyDeliveries } from './shopify-deliveries';
import { visibilityOf } from './visibility';

const ANSWERS: Record<FaultKind, FaultAnswer> = {
  error: { status: 500 },
  bad_gateway: { html: 502 },
  maintenance: { status: 503, headers: { 'retry-after': '2' } },
  html: { html: 200 },
  throttled: { throttled: true },
  truncated: { truncate: true },
  slow: { delayMs: 1_500 },
  unauthorized: { status: 401 },
  empty: { emptyPage: true },
  variants_short: { dropVariants: 1 },
  reset: { reset: true },
  notice: {
    graphqlError: { code: 'INTERNAL_SERVER_ERROR', message: 'Internal error. Looks like something went wrong' },
  },
};

/** Longer than the catalogue stores: such a product is set aside (I7). */
const BROKEN_SKU = 'S'.repeat(600);

type Change = (product: ShopProduct, value: number) => void;

export function shopifyChaosShop(shop: ShopifyShop): ChaosShop {
  let lastNumber = FIRST_NEW_ID;
  const isActive = (id: string) => shop.products.get(id)?.status === 'ACTIVE';
  const visibility = visibilityOf(isActive, shop.products.keys());

  const editedAt = new Map<string, number>();
  const undated = new Set<string>();
  const note = (id: string) => {
    editedAt.set(id, Date.now());
    visibility.note(id);
  };
  // What moves no date makes no news either.
  const untold = (change: () => void) => shop.webhooks.news.silently(change);
  const has = (status: string) => (product: ShopProduct) => product.status === status;
  const isBroken = ({ variants }: ShopProduct) => variants.some(({ sku }) => sku === BROKEN_SKU);
  const mend = ({ id: productId, variants }: ShopProduct) => {
    for (const { id, sku } of variants) if (sku === BROKEN_SKU) shop.patchVariant(id, { sku: `mended-${id}` });
    note(productId);
  };
  const hasOptions = ({ variants }: ShopProduct) => variants.length > 1 && variants.length < 100;
  const variantOf = ({ variants }: ShopProduct, value: number) => variants[value % variants.length] as ShopVariant;

  const edits: Record<Exclude<EditKind, 'add'>, { of(product: ShopProduct): boolean; change: Change }> = {
    title: { of: has('ACTIVE'), change: ({ id }, value) => shop.patch(id, { title: `${TITLE_MARK} ${value}` }) },
    // No date moves: an app that writes metafields or prices lists does not touch the product.
    quietly: {
      of: has('ACTIVE'),
      change: ({ id, updatedAt }, value) => {
        undated.add(id);
        untold(() => shop.patch(id, { title: `${TITLE_MARK} ${value}`, updatedAt }));
      },
    },
    price: {
      of: () => true,
      change: (product, value) => shop.patchVariant(variantOf(product, value).id, { price: `${value}.50` }),
    },
    stock: {
      of: () => true,
      change: (product, value) => shop.patchVariant(variantOf(product, value).id, { inventoryQuantity: value }),
    },
    reprice: { of: () => true, change: undatedly((value) => ({ price: `${value}.75` })) },
    restock: { of: () => true, change: undatedly((value) => ({ inventoryQuantity: value })) },
    remove: { of: () => true, change: ({ id }) => shop.remove(id) },
    unpublish: { of: has('ACTIVE'), change: ({ id }) => shop.setStatus(id, 'DRAFT') },
    publish: { of: has('DRAFT'), change: ({ id }) => shop.setStatus(id, 'ACTIVE') },
    hide: { of: has('ACTIVE'), change: ({ id }) => shop.setStatus(id, 'ARCHIVED') },
    restore: { of: has('ARCHIVED'), change: ({ id }) => shop.setStatus(id, 'ACTIVE') },
    add_variant: { of: hasOptions, change: addVariant },
    remove_variant: { of: hasOptions, change: (product, value) => shop.removeVariant(variantOf(product, value).id) },
    break: {
      of: () => true,
      change: (product, value) => shop.patchVariant(variantOf(product, value).id, { sku: BROKEN_SKU }),
    },
    mend: { of: isBroken, change: mend },
  };

  function undatedly(fields: (value: number) => Partial<ShopVariant>): Change {
    return (product, value) => {
      const { id, updatedAt } = product;
      undated.add(id);
      untold(() => {
        shop.patchVariant(variantOf(product, value).id, fields(value));
        shop.patch(id, { updatedAt });
      });
    };
  }

  function addVariant({ variants }: ShopProduct, value: number): void {
    const like = variants.at(-1) as ShopVariant;
    const id = String(++lastNumber);
    const [first, ...others] = like.selectedOptions;
    const selectedOptions = [{ name: first?.name ?? '', value: `Value ${id}` }, ...others];
    shop.putVariant({
      ...like,
      id,
      selectedOptions,
      title: selectedOptions.map((option) => option.value).join(' / '),
      sku: null,
      price: `${value}.25`,
      position: like.position + 1,
      inventoryItem: { ...like.inventoryItem, id: `9${id}` },
    });
  }

  const credentials = {
    shop_domain: shop.domain,
    access_token: shop.accessToken,
    client_secret: shop.secrets.signing,
  };
  return {
    name: shop.domain,
    credentials,
    secrets: () => [shop.accessToken, shop.secrets.signing],
    visibility,
    undated,
    editedAt,
    ids: () => [...shop.products.keys()],
    edit({ what, where, value }) {
      if (what === 'add') {
        const made = generateProduct(++lastNumber, seededRandom(value), {
          ...shop.options,
          variantsEach: (value % 3) + 1,
        });
        shop.put({ ...made, title: `${TITLE_MARK} of ${made.id}`, status: 'ACTIVE', publishedAt: made.createdAt });
        note(made.id);
        return true;
      }
      const { of, change } = edits[what];
      const product = itemAt([...shop.products.values()].filter(of), where);
      if (product === undefined) return false;
      change(product, value);
      note(product.id);
      return true;
    },
    fault: ({ fault, on, after, times }) =>
      shop.faults.add({
        answer: ANSWERS[fault],
        afterRequests: after,
        times,
        ...(on === 'listing' && { match: 'products(' }),
      }),
    deliveries: shopifyDeliveries(shop),
    calm: () => shop.faults.clear(),
    mendAll: () => [...shop.products.values()].filter(isBroken).forEach(mend),
    expected: () => expectedOfShopify(shop),
  };
}
