import type { Platform } from '../model/platform';
import type { StoreStatus } from '../model/store-status';
import type { WebhookWish } from '../model/webhooks/webhook-states';
import { platforms } from '../platforms/platforms';
import { isLate } from './freshness/late';
import type { Freshness } from './freshness/settings';
import type { ShortListing } from './short-listing';
import type { Store } from './store';
import type { StoreSettings } from './store-settings';

/** `{store_url}`, `{shop_domain}` …: what clients of the platform call a store's address. */
export function publicAddress({ platform, address }: Pick<Store, 'platform' | 'address'>): Record<string, string> {
  return { [platforms[platform].addressField]: address };
}

/** Its address stands beside, as `publicAddress` names it. */
export interface StoreView {
  id: string;
  platform: Platform;
  name: string;
  status: StoreStatus;
  status_detail: string | null;
  currency: string;
  product_count: number;
  set_aside_count: number;
  listing_short: (Omit<ShortListing, 'since'> & { since: string }) | null;
  late: boolean;
  last_success_at: string | null;
  settings: StoreSettings & { freshness: Freshness; webhooks: WebhookWish };
  created_at: string;
  updated_at: string;
}

/** A store as the API shows it; never a credential (I8). */
export function storeView(store: Store): StoreView {
  const { shortListing: short } = store;
  return {
    id: store.id,
    platform: store.platform,
    name: store.name,
    ...publicAddress(store),
    status: store.status,
    status_detail: store.statusDetail,
    currency: store.currency,
    product_count: store.productCount,
    set_aside_count: store.setAsideCount,
    listing_short: short === null ? null : { ...short, since: short.since.toISOString() },
    late: isLate(store),
    last_success_at: store.lastSuccessAt?.toISOString() ?? null,
    settings: { ...store.settings, freshness: store.freshness, webhooks: store.webhooks },
    created_at: store.createdAt.toISOString(),
    updated_at: store.updatedAt.toISOString(),
  };
}
