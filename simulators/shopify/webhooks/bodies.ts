import type { BulkOperation } from '../bulk/bulk-operations';
import { globalId } from '../catalogue/global-id';
import type { ShopVariant } from '../catalogue/shop-product';
import { inventoryLevelId, LOCATION } from '../resolvers/inventory-resolvers';
import type { Body } from './body';

/** The id alone, and as a number: what else there was to say is gone. */
export const deletedBody = (id: string): Body => ({ id: BigInt(id) });

/** Of which variant it is, a delivery does not say. */
export function inventoryLevelBody({ inventoryItem, inventoryQuantity, updatedAt }: ShopVariant): Body {
  return {
    inventory_item_id: BigInt(inventoryItem.id),
    location_id: BigInt(LOCATION.id),
    available: inventoryQuantity,
    updated_at: updatedAt,
    admin_graphql_api_id: inventoryLevelId(inventoryItem.id),
  };
}

/** The shop, some of it: its domains are null once the app is uninstalled. */
export function uninstalledBody(shop: { shopId: string; domain: string; currency: string }): Body {
  return {
    id: BigInt(shop.shopId),
    name: shop.domain.replace('.myshopify.com', ''),
    email: `owner@${shop.domain}`,
    domain: null,
    currency: shop.currency,
    iana_timezone: null,
    myshopify_domain: null,
  };
}

export function scopesBody(shopId: string, previous: readonly string[], current: readonly string[], at: string): Body {
  return { id: 512345678n, shop_id: globalId('Shop', shopId), previous, current, updated_at: at };
}

export function bulkFinishedBody({ id, status, errorCode, createdAt, completedAt }: BulkOperation): Body {
  return {
    admin_graphql_api_id: globalId('BulkOperation', id),
    completed_at: completedAt,
    created_at: createdAt,
    error_code: errorCode?.toLowerCase() ?? null,
    status: status.toLowerCase(),
    type: 'query',
  };
}
