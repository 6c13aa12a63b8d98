import { BODY_LIMITS } from '../http/send-to-store';
import { isProblem, type StoreProblem } from '../problem';
import type { ConnectOutcome, StoreSurroundings } from '../store-platform';
import { findAuthentication } from './authentication/find-authentication';
import type { WooCommerceCredentials } from './credentials';
import { describe, SMALLEST_LISTING } from './describe';
import { type WooClient, wooClient } from './requests/client';
import { storeAddress } from './requests/store-address';
import { asProblem } from './requests/woo-error';

/** Tries the key in every way that a store may take it; what works is kept with it. */
export async function connect(
  { store_url, consumer_key, consumer_secret }: WooCommerceCredentials,
  surroundings: StoreSurroundings,
): Promise<ConnectOutcome<WooCommerceCredentials>> {
  const given = { store_url, consumer_key, consumer_secret };
  // Nobody cancels a connect; each request has its own time limit.
  const { signal } = new AbortController();

  const found = await findAuthentication(storeAddress(store_url), (way) =>
    wooClient(given, surroundings, { way }).get('wp-json/wc/v3/products', SMALLEST_LISTING, signal, BODY_LIMITS.facts),
  );
  if (isProblem(found)) return found;

  const client = wooClient(given, surroundings, { way: found.way });
  const collection = await hasVariationsEndpoint(client, signal);
  if (typeof collection !== 'boolean') return collection;

  const credentials = { ...given, authentication: found.way, variations_endpoint: collection };
  const facts = await describe(client, credentials, signal);
  return facts.kind === 'facts' ? { kind: 'connected', credentials, facts } : facts;
}

/** Since WooCommerce 10.3. */
async function hasVariationsEndpoint(client: WooClient, signal: AbortSignal): Promise<boolean | StoreProblem> {
  const answer = await client.get('wp-json/wc/v3/variations', { per_page: '1', _fields: 'id' }, signal);
  if (answer.kind === 'json') return true;
  return answer.kind === 'woo_error' && answer.status === 404 ? false : asProblem(answer);
}
