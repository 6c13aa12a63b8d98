import { z } from 'zod';
import { counted } from '../counted';
import { BODY_LIMITS } from '../http/send-to-store';
import type { StoreProblem } from '../problem';
import { NAME_LENGTH, type StoreFacts } from '../store-platform';
import { API_VERSION } from './admin-address';
import { shop } from './queries/shop';
import { type AdminApi, startTask } from './requests/admin-api';
import { refusalAsProblem } from './requests/ask-smaller';
import { handlesOf, Installation, missingReadProducts, readScopes } from './requests/read-scopes';

const Shop = z.object({
  shop: z.object({
    id: z.string().max(200),
    name: z.string(),
    myshopifyDomain: z.string().max(200),
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
  }),
  productsCount: z.object({ count: z.int() }),
  productVariantsCount: z.object({ count: z.int() }).nullish(),
  currentAppInstallation: Installation,
});

/** What the shop says about itself, and which of our fields its token may not read. */
export async function describeShop(api: AdminApi, signal: AbortSignal): Promise<StoreFacts | StoreProblem> {
  const task = startTask(signal);
  const answer = refusalAsProblem(await api.ask({ document: shop, shape: Shop, mostBytes: BODY_LIMITS.facts }, task));
  if (answer.kind === 'forbidden') {
    // Shopify names one field; the list of scopes says what is really missing.
    const scopes = await readScopes(api, task);
    return Array.isArray(scopes) ? answer : scopes;
  }
  if (answer.kind !== 'data') return answer;

  const { data, apiVersion, date, quote } = answer;
  const scopes = handlesOf(data.currentAppInstallation);
  const missing = missingReadProducts(scopes);
  if (missing !== null) return missing;

  return {
    kind: 'facts',
    name: quote(data.shop.name, NAME_LENGTH),
    currency: data.shop.currencyCode,
    productCount: counted(data.productsCount.count),
    variantCount: data.productVariantsCount ? counted(data.productVariantsCount.count) : null,
    identity: data.shop.id,
    storeTime: date ?? new Date().toISOString(),
    abilities: {
      api_version: API_VERSION,
      // A version that Shopify no longer serves is answered by the oldest one that it does.
      ...(apiVersion !== null && apiVersion !== API_VERSION && { served_api_version: quote(apiVersion, 40) }),
      myshopify_domain: data.shop.myshopifyDomain,
      scopes,
      missing_scopes: api.learned.fields.inventoryItems ? [] : ['read_inventory'],
    },
  };
}
