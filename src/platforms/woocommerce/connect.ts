import { isProblem, type StoreProblem } from '../problem';
import type { ConnectOutcome, StoreSurroundings } from '../store-platform';
import { findAuthentication, type Probe } from './authentication/find-authentication';
import type { WooCommerceCredentials } from './credentials';
import { describe } from './describe';
import { findRestRoot } from './find-rest-root';
import { offsetProblem } from './listing/offset-problem';
import { type WooClient, wooClient } from './requests/client';
import { smallestListing } from './requests/listing-request';
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

  const address = storeAddress(store_url);
  const probe: Probe = (way, changes) =>
    smallestListing(wooClient({ ...given, ...changes }, surroundings, { way }), signal);
  const found = await findAuthentication(address, probe, {
    async elsewhere() {
      const told = await findRestRoot(given, surroundings, { signal });
      if (told?.kind !== 'root') return told;
      const moved = { rest_root: told.root };
      const there = await findAuthentication(address, (way, changes) => probe(way, { ...moved, ...changes }));
      return there.kind === 'found' ? { ...there, changes: { ...moved, ...there.changes } } : there;
    },
  });
  if (isProblem(found)) return found;

  const working = { ...given, ...found.changes, authentication: found.way };
  const client = wooClient(working, surroundings);
  const problem = await offsetProblem(client, 1, signal);
  if (problem !== null) return unsupported(problem);
  const collection = await hasVariationsEndpoint(client, signal);
  if (typeof collection !== 'boolean') return collection;

  const credentials = { ...working, variations_endpoint: collection };
  const facts = await describe(client, credentials, signal);
  return facts.kind === 'facts' ? { kind: 'connected', credentials, facts } : facts;
}

/** A store that answers to something else than what it is asked cannot be synced. */
function unsupported(problem: StoreProblem): StoreProblem {
  const isOfAnyStore = problem.kind !== 'unreadable' || problem.cause !== 'parameters_ignored';
  return isOfAnyStore ? problem : { kind: 'not_supported', detail: problem.detail };
}

/** Since WooCommerce 10.3. */
async function hasVariationsEndpoint(client: WooClient, signal: AbortSignal): Promise<boolean | StoreProblem> {
  const answer = await client.get('wc/v3/variations', { per_page: '1', _fields: 'id' }, signal);
  if (answer.kind === 'json') return true;
  return answer.kind === 'woo_error' && answer.status === 404 ? false : asProblem(answer);
}
