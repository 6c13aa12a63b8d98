import type { StoreProblem } from '../problem';
import type { ConnectOutcome, StoreAccess, WithinRun } from '../store-platform';
import { grantToken } from './authentication/grant-token';
import type { ShopifyCredentials } from './credentials';
import { describeShop } from './describe-shop';
import { adminApi } from './requests/admin-api';
import type { ShopifySurroundings } from './settings';

/** Tries the credentials. Those of an app come back with the token that they were granted. */
export async function connectShop(
  given: ShopifyCredentials,
  surroundings: ShopifySurroundings,
  within?: WithinRun,
): Promise<ConnectOutcome<ShopifyCredentials>> {
  const { signal = new AbortController().signal, traffic } = within ?? {};
  const credentials = 'client_id' in given ? await grantToken(given, surroundings, signal) : given;
  if ('kind' in credentials) return atThisDomain(credentials);

  const access: StoreAccess<ShopifyCredentials> = {
    credentials,
    renew: (renew) => renew(credentials),
    ...(traffic && { traffic }),
  };
  const facts = await describeShop(adminApi(access, surroundings), signal);
  return facts.kind === 'facts' ? { kind: 'connected', credentials, facts } : atThisDomain(facts);
}

/** Shopify answers for a shop that it does not have with a page, not with its API's JSON. In a run that proves nothing. */
function atThisDomain(problem: StoreProblem): StoreProblem {
  if (problem.kind !== 'unavailable' || problem.status !== 404) return problem;
  const detail = `there is no shop at this domain: look up the permanent one under Settings, Domains in the admin (${problem.detail})`;
  return { kind: 'not_found', detail };
}
