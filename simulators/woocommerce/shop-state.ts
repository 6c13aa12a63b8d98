import type { ShopClock } from '../clock';
import type { Catalogue } from './catalogue/catalogue';
import type { RawItem } from './catalogue/raw';
import type { SiteTime } from './catalogue/site-time';
import type { itemWriter } from './listing/select-fields';
import type { ShopKey, WooVersion } from './shop-options';
import type { ShopWebhooks } from './webhooks/shop-webhooks';

/** What the routes of one shop read and change. */
export type ShopState = {
  readonly name: string;
  /** Where the shop really listens. */
  readonly url: string;
  /** What WordPress believes its address is; links and permalinks carry it, so they must never be followed. */
  homeUrl: string;
  /** Where the REST API is below it. */
  readonly restRoot: string;
  readonly key: ShopKey;
  readonly version: WooVersion;
  currency: string;
  /** Dates all that is written, and stands in every answer's `Date`. */
  readonly clock: ShopClock;
  readonly site: SiteTime;
  readonly catalogue: Catalogue;
  readonly webhooks: ShopWebhooks;
  readonly writeItem: ReturnType<typeof itemWriter>;
  readonly lists: ListCache;
};

/** Sorted lists by what was asked for, so that a walk over pages sorts once; emptied by every change. */
export type ListCache = { find(key: string, build: () => RawItem[]): readonly RawItem[] };

const MOST_LISTS = 16;

export function listCache(catalogue: Catalogue): ListCache {
  const lists = new Map<string, readonly RawItem[]>();
  let revision = catalogue.revision;
  return {
    find(key, build) {
      if (revision !== catalogue.revision || lists.size > MOST_LISTS) lists.clear();
      revision = catalogue.revision;
      const list = lists.get(key) ?? build();
      lists.set(key, list);
      return list;
    },
  };
}
