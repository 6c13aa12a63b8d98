import type { ShopIndex } from '../listing/shop-index';
import { deletedBody, inventoryLevelBody } from '../webhooks/bodies';
import { productBody } from '../webhooks/product-body';
import type { ShopNews } from '../webhooks/shop-news';
import type { ProductStatus, ShopEvent, ShopProduct, ShopVariant } from './shop-product';

/** Edits of a shop's catalogue, which keep orders and times right and tell whoever subscribed to such news. */
export type CatalogueEdits = {
  put(product: ShopProduct): void;
  patch(id: string, fields: Partial<ShopProduct>): void;
  remove(id: string): void;
  setStatus(id: string, status: ProductStatus): void;
  putVariant(variant: ShopVariant): void;
  patchVariant(id: string, fields: Partial<ShopVariant>): void;
  removeVariant(id: string): void;
  /** Takes stock of the variants that are tracked. */
  order(lines: readonly { variantId: string; quantity: number }[]): void;
  /** Changes that move no date and are told to nobody, as an app makes them that writes past the shop. */
  silently(change: () => void): void;
};

type Catalogue = {
  domain: string;
  products: Map<string, ShopProduct>;
  index: ShopIndex;
  events: ShopEvent[];
  news: ShopNews;
  now(): string;
};

export function catalogueEdits({ domain, products, index, events, news, now }: Catalogue): CatalogueEdits {
  const stamp = () => (news.isSilent ? {} : { updatedAt: now() });

  const edits: CatalogueEdits = {
    put(product) {
      const topic = products.has(product.id) ? 'PRODUCTS_UPDATE' : 'PRODUCTS_CREATE';
      const kept = { ...product, ...stamp() };
      products.set(product.id, kept);
      index.changed();
      news.tell(topic, product.id, () => productBody(kept));
    },
    patch(id, fields) {
      const product = Object.assign(known(id), stamp(), fields);
      index.changed();
      news.tell('PRODUCTS_UPDATE', id, () => productBody(product));
    },
    remove(id) {
      known(id);
      products.delete(id);
      index.changed();
      destroyed('PRODUCT', id);
      news.tell('PRODUCTS_DELETE', id, () => deletedBody(id));
    },
    setStatus(id, status) {
      edits.patch(id, { status });
    },
    putVariant(variant) {
      const product = known(variant.productId);
      const others = product.variants.filter(({ id }) => id !== variant.id);
      const variants = [...others, { ...variant, ...stamp() }].sort((a, b) => a.position - b.position);
      edits.patch(product.id, { variants });
    },
    patchVariant(id, fields) {
      const variant = knownVariant(id);
      news.asOneAction(() => {
        const { inventoryQuantity } = variant;
        Object.assign(variant, stamp(), fields);
        if (variant.inventoryQuantity !== inventoryQuantity) {
          news.tell('INVENTORY_LEVELS_UPDATE', variant.inventoryItem.id, () => inventoryLevelBody(variant));
        }
        edits.patch(variant.productId, {});
      });
    },
    removeVariant(id) {
      const product = known(knownVariant(id).productId);
      edits.patch(product.id, { variants: product.variants.filter((variant) => variant.id !== id) });
      destroyed('PRODUCT_VARIANT', id);
    },
    order(lines) {
      news.asOneAction(() => {
        for (const { variantId, quantity } of lines) {
          const { inventoryItem, inventoryQuantity } = knownVariant(variantId);
          if (inventoryItem.tracked) {
            edits.patchVariant(variantId, { inventoryQuantity: inventoryQuantity - quantity });
          }
        }
      });
    },
    silently: news.silently,
  };

  function known(id: string): ShopProduct {
    const product = products.get(id);
    if (!product) throw new Error(`shop ${domain} has no product ${id}`);
    return product;
  }

  function knownVariant(id: string): ShopVariant {
    const variant = index.variant(id);
    if (!variant) throw new Error(`shop ${domain} has no variant ${id}`);
    return variant;
  }

  function destroyed(subjectType: ShopEvent['subjectType'], subjectId: string) {
    const id = String(170_000_000_000_000 + events.length);
    events.push({ id, action: 'destroy', subjectType, subjectId, createdAt: now() });
  }

  return edits;
}
