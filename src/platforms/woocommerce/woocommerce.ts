import type { StorePlatform } from '../store-platform';
import { confirmMissing } from './by-id/confirm-missing';
import { fetchByIds, IDS_AT_ONCE } from './by-id/fetch-by-ids';
import { connect } from './connect';
import { keptCredentials, tenantCredentials, type WooCommerceCredentials } from './credentials';
import { describe } from './describe';
import { listGone } from './listing/list-gone';
import { listPage, type WooListing } from './listing/list-page';
import { lookForNews } from './listing/look-for-news';
import { learnedPageSize } from './listing/page-size';
import { secretsOf, wooClient } from './requests/client';
import { storeAddress } from './requests/store-address';

export const woocommerce: StorePlatform<WooCommerceCredentials> = {
  displayName: 'WooCommerce',
  addressField: 'store_url',
  secretPatterns: {
    names: ['consumer_key', 'consumer_secret', 'oauth_consumer_key', 'oauth_signature'],
    texts: [/\b(c[ks]_)[0-9a-f]{40}\b/g],
  },
  secretsOf,
  settings: {},
  credentials: tenantCredentials,
  keptCredentials,
  address: ({ store_url }) => storeAddress(store_url),
  connect,

  open({ credentials, isLastTry = false, traffic }, surroundings) {
    const client = wooClient(credentials, surroundings, { traffic });
    const store = { client, collection: credentials.variations_endpoint ?? false, isLastTry };
    const listing: WooListing = { sizeFrom: learnedPageSize(), met: null };
    return {
      idsAtOnce: IDS_AT_ONCE,
      describe: (signal) => describe(client, credentials, signal),
      listPage: (request) => listPage(store, listing, request),
      fetchByIds: (request) => fetchByIds(store, request),
      confirmMissing: (request) => confirmMissing(store, request),
      changes: { look: (request) => lookForNews(client, request), listGone: (request) => listGone(store, request) },
    };
  },
};
