import { type Answer, html, json } from '../answer';
import type { ShopifyShop } from '../shop';

/** A day less a second, always. */
const SHOPIFY_TOKEN_SECONDS = 86_399;

const REFUSALS = {
  app_not_installed: 'The app is not installed on this shop.',
  shop_not_permitted: 'Client credentials cannot be performed on this shop.',
} as const;

/** `POST /admin/oauth/access_token` with the client-credentials grant, as form or JSON. */
export function tokenGrant(shop: ShopifyShop, body: string, headers: { contentType: string; accept: string }): Answer {
  const refuse = (status: number, error: string, description: string) =>
    // Whoever does not ask for JSON gets a page, whose title says the same.
    headers.accept.includes('json')
      ? json(status, { error, error_description: description })
      : html(status, `Oauth error ${error}: ${description}`);

  const form = headers.contentType.includes('json') ? jsonFields(body) : new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'The grant type is not supported.');
  }
  const { clientId, tokenLifeSeconds = SHOPIFY_TOKEN_SECONDS } = shop.options;
  if (!clientId || form.get('client_id') !== clientId || !shop.secrets.accepts(form.get('client_secret') ?? '')) {
    return refuse(401, 'invalid_client', 'The client id or secret is wrong.');
  }
  if (shop.grantRefusal) return refuse(400, shop.grantRefusal, REFUSALS[shop.grantRefusal]);

  shop.counters.tokensIssued++;
  return json(200, {
    access_token: shop.tokens.issue(tokenLifeSeconds),
    scope: [...shop.scopes].join(','),
    expires_in: tokenLifeSeconds,
  });
}

function jsonFields(body: string): URLSearchParams {
  const fields = new URLSearchParams();
  try {
    for (const [name, value] of Object.entries(JSON.parse(body))) fields.set(name, `${value}`);
  } catch {
    // No fields at all: refused as a grant that is not supported.
  }
  return fields;
}
