import { isProblem, type StoreProblem } from '../problem';
import type { ConnectOutcome, StoreSurroundings, WithinRun } from '../store-platform';
import { findAuthentication, type OtherQuestions } from './authentication/find-authentication';
import type { WooCommerceCredentials } from './credentials';
import { describe, homeOf } from './describe';
import { findRestRoot } from './find-rest-root';
import { offsetProblem } from './listing/offset-problem';
import { type WooClient, wooClient } from './requests/client';
import { LISTING, smallestListing } from './requests/listing-request';
import { storeAddress } from './requests/store-address';
import { asProblem } from './requests/woo-error';

/**
 * Tries the key in every way that a store may take it, the kept one first; what works is kept with it. Where the REST
 * API is, and what the shop calls its address, is found anew.
 */
export async function connect(
  { store_url, consumer_key, consumer_secret, authentication: kept }: WooCommerceCredentials,
  surroundings: StoreSurroundings,
  within?: WithinRun,
): Promise<ConnectOutcome<WooCommerceCredentials>> {
  const given = { store_url, consumer_key, consumer_secret };
  // Nobody cancels the connect of a new store; each request has its own time limit.
  const { signal = new AbortController().signal, traffic } = within ?? {};

  const climb = (place: Partial<WooCommerceCredentials>, elsewhere: OtherQuestions['elsewhere']) =>
    findAuthentication({
      address: storeAddress(store_url),
      probe: (way, changes) =>
        smallestListing(wooClient({ ...given, ...place, ...changes }, surroundings, { way, traffic }), signal),
      others: { elsewhere, home: () => homeOf(wooClient({ ...given, ...place }, surroundings, { traffic }), signal) },
      kept,
    });
  const found = await climb({}, async () => {
    const told = await findRestRoot(given, surroundings, { signal, traffic });
    if (told?.kind !== 'root') return told;
    const place = { rest_root: told.root };
    const there = await climb(place, async () => null);
    return there.kind === 'found' ? { ...there, changes: { ...place, ...there.changes } } : there;
  });
  if (isProblem(found)) return found;

  const working = { ...given, ...found.changes, authentication: found.way };
  const client = wooClient(working, surroundings, { traffic });
  const problem = await offsetProblem(client, LISTING, 1, signal);
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
