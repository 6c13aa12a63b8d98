import type { ShopifyShop } from '../../../simulators/shopify/shop';
import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { ShopOptions } from '../../../simulators/woocommerce/shop-options';
import type { Store } from '../../../src/stores/store';
import type { SyncWorld } from '../../support/sync-world';

/** A store of products that nobody changed lately, whatever its clock says, as a test changes it. */
export interface OldStore {
  store: Store;
  clock: { offsetSeconds: number };
  ids: string[];
  /** Gives the product another price, in the shop's own way of dating that. */
  reprice(id: string, price: string): void;
  /** Into the bin, or destroyed: whatever the platform tells of. */
  drop(id: string): void;
}

export const LONG_AGO = '2025-01-05T08:00:00';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const oldProduct = (id: number, more: object = {}) => ({
  id,
  name: `Product ${id}`,
  regular_price: '5.00',
  date_created_gmt: LONG_AGO,
  date_modified_gmt: LONG_AGO,
  ...more,
});

/** Signed in by Basic: a signature is refused by a clock that differs much. */
export async function oldWooCommerce(
  world: SyncWorld,
  { products = 12, ...options }: Omit<ShopOptions, 'name' | 'products'> & { products?: number } = {},
): Promise<OldStore & { shop: WooShop }> {
  const listed = Array.from({ length: products }, (_, index) => oldProduct(index + 1));
  const { shop, store } = await world.wooCommerce({ auth: 'header-only', ...options, products: listed });
  return {
    ...{ shop, store, clock: shop.clock },
    ids: [...shop.products.keys()],
    reprice: (id, price) => void shop.patch(id, { regular_price: price }),
    drop: (id) => shop.trash(id),
  };
}

export async function oldShopify(
  world: SyncWorld,
  options: { products?: number; clockOffsetSeconds?: number } = {},
): Promise<OldStore & { shop: ShopifyShop }> {
  const { shop, store } = await world.shopify({ products: 24, ...options });
  const active = [...shop.products.values()].filter(({ status }) => status === 'ACTIVE');
  return {
    ...{ shop, store, clock: shop.clock },
    ids: active.map(({ id }) => id),
    reprice(id, price) {
      for (const variant of shop.products.get(id)?.variants ?? []) shop.patchVariant(variant.id, { price });
    },
    drop: (id) => shop.remove(id),
  };
}

export const PLATFORMS = [
  ['WooCommerce', oldWooCommerce],
  ['Shopify', oldShopify],
] as const;

/** What the store keeps of its own clock. */
export async function watermarkOf(world: SyncWorld, { tenantId, id }: Store): Promise<Date | null> {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ watermark: Date | null }>`
      select watermark from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    return rows[0]?.watermark ?? null;
  });
}

/** External ids of the products of which a run changed anything. */
export async function changedBy(world: SyncWorld, { tenantId, id }: Store, runId: string): Promise<string[]> {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ external_id: string }>`
      select distinct p.external_id
        from product_changes c
        join products p on p.tenant_id = c.tenant_id and p.id = c.product_id
       where c.tenant_id = ${tenantId}::uuid and c.store_id = ${id}::uuid and c.run_id = ${runId}::uuid
       order by p.external_id`;
    return rows.map(({ external_id }) => external_id);
  });
}
