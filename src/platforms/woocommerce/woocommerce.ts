import type { LeanReader, StorePlatform } from '../store-platform';
import { confirmMissing } from './by-id/confirm-missing';
import { fetchByIds, IDS_AT_ONCE } from './by-id/fetch-by-ids';
import { connect } from './connect';
import { keptCredentials, tenantCredentials, type WooCommerceCredentials } from './credentials';
import { describe } from './describe';
import { listGone } from './listing/list-gone';
import { listLeanPage } from './listing/list-lean-page';
import { listPage } from './listing/list-page';
import type { WooListing } from './listing/list-rows';
import { lookForNews } from './listing/look-for-news';
import { learnedPageSize } from './listing/page-size';
import { LEAN_ROWS, WHOLE_ROWS } from './mapping/row-fields';
import { secretsOf, wooClient } from './requests/client';
import { storeAddress } from './requests/store-address';
import type { WooStore } from './variations/complete-products';
import { byHand } from './webhooks/by-hand';
import { wooRegistrar } from './webhooks/registrar';
import { webhookFormat } from './webhooks/webhook-format';

export const woocommerce: StorePlatform<WooCommerceCredentials> = {
  displayName: 'WooCommerce',
  addressField: 'store_url',
  tellsOfDestroyed: false,
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
  webhooks: { ...webhookFormat, byHand },

  // One request a product with variations would cost what a full sync does.
  whyNotLean: ({ variations_endpoint }) =>
    variations_endpoint === true
      ? null
      : 'the shop has no list of all variations (/wc/v3/variations), which WooCommerce has since 10.3: update it, and connect it again',

  open({ credentials, isLastTry = false, traffic }, surroundings) {
    const client = wooClient(credentials, surroundings, { traffic });
    const collection = credentials.variations_endpoint ?? false;
    const store = { client, collection, isLastTry, fields: WHOLE_ROWS };
    const listing = wooListing();
    return {
      idsAtOnce: IDS_AT_ONCE,
      describe: (signal) => describe(client, credentials, signal),
      listPage: (request) => listPage(store, listing, request),
      fetchByIds: (request) => fetchByIds(store, request),
      confirmMissing: (request) => confirmMissing(store, request),
      ...(collection && { lean: leanReader(store) }),
      webhooks: wooRegistrar(client),
      changes: { look: (request) => lookForNews(client, request), listGone: (request) => listGone(store, request) },
    };
  },
};

function wooListing(): WooListing {
  return { sizeFrom: learnedPageSize(), met: null };
}

/** Without the listing of all variations each product would be asked for its own: a full run costs no more. */
function leanReader(store: WooStore): LeanReader {
  const listings = { inventory: wooListing(), prices: wooListing() };
  return {
    listPage(request) {
      const { mode } = request;
      return listLeanPage({ ...store, fields: LEAN_ROWS[mode] }, listings[mode], request);
    },
  };
}
