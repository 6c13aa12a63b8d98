import { z } from 'zod';

const ShopDomain = z
  .string()
  .max(200, { abort: true })
  .overwrite(normaliseShopDomain)
  // Also what keeps a tenant from pointing the service, and a token, at any other host (SSRF).
  .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, {
    error: 'must be the permanent domain of the shop, such as example.myshopify.com',
  });

/** Travels in a header, which takes no other characters; a line break is what a careless copy brings along. */
const Secret = z
  .string()
  .trim()
  .max(500)
  .regex(/^[\x21-\x7e]+$/, { error: 'must be the token or key itself, without spaces or line breaks' });

/**
 * The token of a custom app that was made in the shop's admin: it never expires. That app's secret is needed for webhooks
 * alone, which Shopify signs with it.
 */
const WithAccessToken = z.strictObject({
  shop_domain: ShopDomain,
  access_token: Secret,
  client_secret: Secret.optional(),
});

/** An app of the Dev Dashboard. */
const WithClient = z.strictObject({ shop_domain: ShopDomain, client_id: Secret, client_secret: Secret });

/** Its token lives for 24 hours and is kept beside what renews it. */
const KeptWithClient = WithClient.extend({
  access_token: Secret.optional(),
  /** RFC 3339 UTC. */
  expires_at: z.iso.datetime().optional(),
});

export const GivenCredentials = z.union([WithAccessToken, WithClient], {
  error: 'must be shop_domain with access_token, or shop_domain with client_id and client_secret',
});

export const ShopifyCredentials = z.union([WithAccessToken, KeptWithClient]);

export type ShopifyCredentials = z.infer<typeof ShopifyCredentials>;
export type ClientCredentials = z.infer<typeof KeptWithClient>;

/** What no message may say back, as far as there is any. */
export function secretsOf(credentials: ShopifyCredentials): string[] {
  const { access_token, client_secret } = credentials;
  const client_id = 'client_id' in credentials ? credentials.client_id : undefined;
  return [client_secret, client_id, access_token].filter((secret) => secret !== undefined);
}

/** `https://Example.myshopify.com/admin/` is what people copy from the address bar. */
function normaliseShopDomain(text: string): string {
  const [domain = '', ...path] = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .split('/');
  const [first = 'admin'] = path.filter((step) => step !== '');
  return first === 'admin' ? domain : text;
}
