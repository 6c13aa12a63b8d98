import type { ShopProduct } from './catalogue/shop-product';
import type { BucketSize } from './throttle-bucket';
import type { WebhookOptions } from './webhooks/shop-webhooks';

export type ShopOptions = {
  domain: string;
  /** How many to generate, or the products themselves. */
  products?: number | ShopProduct[];
  seed?: number;
  /** Adds the products that break readers: odd texts, odd ids, 2,048 variants. */
  nasty?: boolean;
  /** Exactly this many variants for each generated product. */
  variantsEach?: number;
  currency?: string;
  accessToken?: string;
  clientId?: string;
  /** Of the app, also where a token was made in the admin: it signs what the shop sends. */
  clientSecret?: string;
  /** Life of a granted token; Shopify's is 86,399 seconds. */
  tokenLifeSeconds?: number;
  scopes?: string[];
  /** Large unless set, so that tests are fast; a Standard plan has 2,000 points and restores 100 a second. */
  bucket?: BucketSize;
  /** How far its clock is ahead of this machine's, negative behind; right unless given. */
  clockOffsetSeconds?: number;
  /** How long each answer takes at least. */
  pageTimeMs?: number;
  plan?: string;
  shopId?: string;
  webhooks?: WebhookOptions;
};
