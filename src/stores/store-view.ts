import type { Platform } from '../model/platform';
import type { StoreStatus } from '../model/store-status';
import type { Store } from './store';
import type { StoreSettings } from './store-settings';

/** What clients call the address of a store. */
const ADDRESS_FIELDS = { woocommerce: 'store_url', shopify: 'shop_domain' } as const satisfies Record<Platform, string>;

/** `{store_url}` or `{shop_domain}`. */
export type PublicAddress = { [Field in (typeof ADDRESS_FIELDS)[Platform]]?: string };

export function publicAddress({ platform, address }: Pick<Store, 'platform' | 'address'>): PublicAddress {
  return { [ADDRESS_FIELDS[platform]]: address };
}

export interface StoreView extends PublicAddress {
  id: string;
  platform: Platform;
  name: string;
  status: StoreStatus;
  status_detail: string | null;
  currency: string;
  product_count: number;
  settings: StoreSettings;
  created_at: string;
  updated_at: string;
}

/** A store as the API shows it; never a credential (I8). */
export function storeView(store: Store): StoreView {
  return {
    id: store.id,
    platform: store.platform,
    name: store.name,
    ...publicAddress(store),
    status: store.status,
    status_detail: store.statusDetail,
    currency: store.currency,
    product_count: store.productCount,
    settings: store.settings,
    created_at: store.createdAt.toISOString(),
    updated_at: store.updatedAt.toISOString(),
  };
}
