import type { ConnectOutcome, StoreAccess } from '../store-platform';
import { grantToken } from './authentication/grant-token';
import type { ShopifyCredentials } from './credentials';
import { describeShop } from './describe-shop';
import { adminApi } from './requests/admin-api';
import type { ShopifySurroundings } from './settings';

/** Tries the credentials. Those of an app come back with the token that they were granted. */
export async function connectShop(
  given: ShopifyCredentials,
  surroundings: ShopifySurroundings,
): Promise<ConnectOutcome<ShopifyCredentials>> {
  const signal = new AbortController().signal;
  const credentials = 'client_id' in given ? await grantToken(given, surroundings, signal) : given;
  if ('kind' in credentials) return credentials;

  const access: StoreAccess<ShopifyCredentials> = { credentials, renew: (renew) => renew(credentials) };
  const facts = await describeShop(adminApi(access, surroundings), signal);
  return facts.kind === 'facts' ? { kind: 'connected', credentials, facts } : facts;
}
