import { z } from 'zod';

/**
 * How a store takes the key: `basic` header, `query` string, OAuth 1.0a over the address as it is, or OAuth signed
 * over `http://` though sent to `https://` (a TLS proxy whose PHP does not know of it; `oauth_signed_https` the reverse).
 */
const AUTHENTICATIONS = ['basic', 'query', 'oauth', 'oauth_signed_http', 'oauth_signed_https'] as const;

export type Authentication = (typeof AUTHENTICATIONS)[number];

const storeUrl = z
  .string()
  .trim()
  .max(2048)
  .overwrite(withScheme)
  .refine(isStoreUrl, 'must be the http(s) address of the shop, without a user name in it');

const fields = {
  store_url: storeUrl,
  consumer_key: z.string().trim().min(1).max(512),
  consumer_secret: z.string().trim().min(1).max(512),
};

/** What a tenant sends. */
export const tenantCredentials = z.strictObject(fields);

/** What is kept: connecting adds how the store takes the key and whether it has `/wc/v3/variations` (10.3 and later). */
export const keptCredentials = z.strictObject({
  ...fields,
  authentication: z.enum(AUTHENTICATIONS).optional(),
  /** Of the REST API, below the origin of the address, where it is not `/wp-json`: `/api`, `/index.php?rest_route=/`. */
  rest_root: z.string().startsWith('/').optional(),
  /** What the shop calls its address, where signatures have to be made for that; nothing is sent there. */
  signed_home: z.url().optional(),
  variations_endpoint: z.boolean().optional(),
});

export type WooCommerceCredentials = z.infer<typeof keptCredentials>;

/** Visitors type `shop.example.com`, and browsers take https as meant. */
function withScheme(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

/** An address with a user name would send that along, and show it in messages. */
function isStoreUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' && hostname !== '';
}
