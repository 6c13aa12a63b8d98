import type { StorePlatform } from '../store-platform';
import { bulkReader } from './bulk/bulk-reader';
import { confirmMissing } from './by-id/confirm-missing';
import { fetchByIds } from './by-id/fetch-by-ids';
import { connectShop } from './connect-shop';
import { GivenCredentials, ShopifyCredentials, secretsOf } from './credentials';
import { describeShop } from './describe-shop';
import { listGone } from './listing/list-gone';
import { listLeanPage } from './listing/list-lean-page';
import { listPage } from './listing/list-page';
import { lookForNews } from './listing/look-for-news';
import { adminApi } from './requests/admin-api';
import { type ShopifySettings, settings } from './settings';
import { shopifyRegistrar } from './webhooks/registrar';
import { webhookFormat } from './webhooks/webhook-format';

/** `nodes` takes no more ids. */
const IDS_AT_ONCE = 250;

export const shopify: StorePlatform<ShopifyCredentials, ShopifySettings> = {
  displayName: 'Shopify',
  addressField: 'shop_domain',
  tellsOfDestroyed: true,
  secretPatterns: { names: [], texts: [/\b(shp[a-z]{2,3}_)[0-9A-Za-z]+/g] },
  secretsOf,
  settings,
  credentials: GivenCredentials,
  keptCredentials: ShopifyCredentials,
  address: ({ shop_domain }) => shop_domain,
  connect: connectShop,
  webhooks: {
    ...webhookFormat,
    whyNoSecret:
      'Shopify signs deliveries with the app’s client secret: connect the store again with client_secret beside access_token',
  },

  open(access, surroundings) {
    const api = adminApi(access, surroundings);
    return {
      idsAtOnce: IDS_AT_ONCE,
      describe: (signal) => describeShop(api, signal),
      listPage: (request) => listPage(api, request),
      fetchByIds: (request) => fetchByIds(api, request),
      confirmMissing: (request) => confirmMissing(api, request),
      bulk: bulkReader(api, access.credentials.shop_domain, surroundings),
      lean: { listPage: (request) => listLeanPage(api, request) },
      webhooks: shopifyRegistrar(api),
      changes: { look: (request) => lookForNews(api, request), listGone: (request) => listGone(api, request) },
    };
  },
  whyNotLean: () => null,
};
