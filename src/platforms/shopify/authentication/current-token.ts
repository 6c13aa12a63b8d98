import type { StoreProblem } from '../../problem';
import type { StoreAccess } from '../../store-platform';
import type { ShopifyCredentials } from '../credentials';
import type { ShopifySurroundings } from '../settings';
import { grantToken } from './grant-token';

/** Before its end, so that no request is under way when a token runs out. */
const RENEW_BEFORE_MS = 5 * 60_000;

export interface CurrentToken {
  get(signal: AbortSignal): Promise<string | StoreProblem>;
  /** A token in the place of one that the shop refused; null when there is no way to get one. */
  replace(refused: string, signal: AbortSignal): Promise<string | StoreProblem | null>;
}

/** The token of a connection. Those of the client-credentials grant are renewed in time, once for all processes. */
export function currentToken(access: StoreAccess<ShopifyCredentials>, surroundings: ShopifySurroundings): CurrentToken {
  let { credentials } = access;

  async function renew(refused: string | null, signal: AbortSignal): Promise<string | StoreProblem> {
    const renewed = await access.renew(async (current) => {
      const token = freshToken(current);
      if (token !== null && token !== refused) return current;
      return 'client_id' in current ? grantToken(current, surroundings, signal) : current;
    });
    if ('kind' in renewed) return renewed;
    credentials = renewed;
    return renewed.access_token ?? noToken(renewed.shop_domain);
  }

  return {
    async get(signal) {
      return freshToken(credentials) ?? renew(null, signal);
    },
    async replace(refused, signal) {
      return 'client_id' in credentials ? renew(refused, signal) : null;
    },
  };
}

function freshToken(credentials: ShopifyCredentials): string | null {
  if (!('client_id' in credentials)) return credentials.access_token;
  const { access_token, expires_at } = credentials;
  if (access_token === undefined || expires_at === undefined) return null;
  return Date.parse(expires_at) - RENEW_BEFORE_MS > Date.now() ? access_token : null;
}

function noToken(shopDomain: string): StoreProblem {
  return { kind: 'credentials_rejected', detail: `${shopDomain} has no access token: connect it again` };
}
